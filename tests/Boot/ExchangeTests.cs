// The exchange takes calls: what `make run`, `make run-linux` and `make call` do, done by a test. Real phones (sipp)
// register with their passwords, one calls the other, and the record of the call is the exchange's own. The images
// and the scripts are those that a user has.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot;

public class ExchangeTests
{
    private const string Ready = "calls are taken at";
    private const string Answered = "\"status\":200,\"endedBy\":\"caller\",\"fault\":null";
    private const int PatienceMs = 120_000;

    /// <summary>
    /// On the machine, with either card: a call is set up, held, ended and recorded; and again, when the process of the
    /// interface was killed and the socket opened anew.
    /// </summary>
    [Theory]
    [InlineData("virtio")]
    [InlineData("e1000")]
    public void TakesCallsOnTheMachine(string card)
    {
        Repository.Product("switch.elf", "make build IMAGE=switch");
        Tools.RequireQemu();
        Tools.RequireSipp();
        string[] environment = Environment($"boot-exchange-{card}", $"NIC={card}");
        using Machine machine = UserScript.Start("run.sh", environment, $"boot-exchange-{card}");
        TakeCalls(new Session(machine, Patience.Emulated), environment);
    }

    /// <summary>From the ISO, on each firmware, with each card, on one processor and on several.</summary>
    [Theory]
    [InlineData("bios", "virtio", 1)]
    [InlineData("bios", "virtio", 4)]
    [InlineData("bios", "e1000", 1)]
    [InlineData("bios", "e1000", 4)]
    [InlineData("uefi", "virtio", 1)]
    [InlineData("uefi", "virtio", 4)]
    [InlineData("uefi", "e1000", 1)]
    [InlineData("uefi", "e1000", 4)]
    public void TakesACallFromTheIso(string firmware, string card, int processors)
    {
        Repository.Product("switch-linux", "make build IMAGE=switch");
        Tools.RequireQemu();
        Tools.RequireOvmf();
        Tools.RequireSipp();
        string name = $"boot-exchange-{firmware}-{card}-{processors}";
        string[] environment = Environment(name, $"FIRMWARE={firmware}", $"NIC={card}", $"SMP={processors}");
        using Machine machine = UserScript.Start("run.sh", environment, name);
        var session = new Session(machine, Patience.Emulated);
        session.Expect(Ready);
        CallOnce(environment);
        session.Type("cdr").Expect("\"call\":1,", "\"status\":200");
        session.Type("poweroff").ExpectEnd();
    }

    /// <summary>The same of the Linux build, over a TAP device in a network of its own.</summary>
    [Fact]
    public void TakesCallsOnLinux() => OnLinux("boot-exchange-linux", TakeCalls);

    /// <summary>
    /// Calls that come to nothing, calls that are changed while they last, phones that people use, datagrams that are
    /// lost, and many at a time: each has its record, nothing is left, and each frame is well-formed.
    /// </summary>
    [Fact]
    public void TakesCallsOfAllKinds() => OnLinux("boot-exchange-kinds", static (session, environment) =>
    {
        Tools.RequireBaresip();
        Tools.RequireCapture();
        Tools.RequireFilter();
        session.Expect(Ready);
        using Capture capture = Capture.Begin(
            UserScript.Value(environment, "WORK"), UserScript.Value(environment, "PORT"));
        ExpectRecord(Call([.. environment, "SCENARIO=busy"]), "\"status\":486,\"endedBy\":\"callee\"");
        ExpectRecord(Call([.. environment, "SCENARIO=cancel"]), "\"status\":487,\"endedBy\":\"caller\"");
        ExpectRecord(Call([.. environment, "SCENARIO=hold"]), "\"status\":200,\"endedBy\":\"callee\"");
        ExpectRecord(Call([.. environment, "SCENARIO=stranger"]), "\"target\":null", "\"status\":480");
        session.Type("regs 101").Expect("0 contacts.");
        ExpectRecord(Call([.. environment, "SCENARIO=sipp"]), Answered);
        ExpectRecord(Call([.. environment, "SCENARIO=baresip"]), Answered);
        session.Type("regs").Expect("1 contacts."); // sipp's 100; real phones take theirs back
        ExpectRecord(Call([.. environment, "CALLS=100", "RATE=50"]), Answered);

        // Twenty ends are told in a second, no more: not so fast that the first call's, late by what was lost, is not.
        ExpectRepairedLoss(Call([.. environment, "SCENARIO=loss", "CALLS=30", "RATE=10"]));
        session.Type("calls").Expect("0 calls.");
        session.Type("load").Expect("refused", "0").Expect("records", "136").Expect("restarts", "0");
        capture.ExpectWellFormed();
        session.Type("poweroff").ExpectEnd();
    });

    /// <summary>Who does not answer is not called for ever: he hears CANCEL, and the caller 480.</summary>
    [Fact]
    public void GivesUpAtWhoDoesNotAnswer() => OnLinux("boot-exchange-ring", static (session, environment) =>
    {
        session.Expect(Ready);
        ExpectRecord(Call([.. environment, "SCENARIO=noanswer"]), "\"status\":480,\"endedBy\":\"callee\"");
        session.Type("calls").Expect("0 calls.");
        session.Type("poweroff").ExpectEnd();
    }, "OPTIONS=switch.ring=1s");

    /// <summary>
    /// Five times the rated load: no call that is up is lost, each emergency call is set up, who is refused hears 503
    /// and Retry-After. The script judges itself.
    /// </summary>
    [Fact]
    public void KeepsItsCallsWhenThereAreTooMany()
    {
        Repository.Product("switch-linux", "make build IMAGE=switch");
        Tools.RequireSipp();
        (int code, string output) = Run("overload.sh", ["RATE=40", "SPAN=5", "HELD=40", "OPTIONS=", "MEM=256M"]);
        Assert.True(code == 0, output);
    }

    /// <summary>Without an exchange `make call` says so, and how to have one.</summary>
    [Fact]
    public void SaysThatThereIsNoExchange()
    {
        Tools.RequireSipp();
        (int code, string output) = Call(Environment("boot-exchange-none"));
        Assert.NotEqual(0, code);
        Assert.Contains("No exchange answers at 127.0.0.1", output, StringComparison.Ordinal);
        Assert.Contains("make run", output, StringComparison.Ordinal);
    }

    private static void OnLinux(string name, Action<Session, string[]> test, params string[] more)
    {
        Repository.Product("switch-linux", "make build IMAGE=switch");
        Tools.RequireSipp();
        string[] environment = Environment(name, more);
        using Machine machine = UserScript.Start("run-linux.sh", environment, name);
        test(new Session(machine, Patience.Native), environment);
    }

    private static void ExpectRecord((int Code, string Output) call, params string[] parts)
    {
        Assert.True(call.Code == 0, call.Output);
        string record = call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        foreach (string part in parts)
        {
            Assert.Contains(part, record, StringComparison.Ordinal);
        }
    }

    private static void ExpectRepairedLoss((int Code, string Output) call)
    {
        ExpectRecord(call, Answered);
        string lost = call.Output.Split("a tenth was lost, ")[1].Split(' ')[0];
        Assert.InRange(int.Parse(lost, NumberStyles.None, CultureInfo.InvariantCulture), 5, 200);
    }

    private static void TakeCalls(Session session, string[] environment)
    {
        session.Expect(Ready);
        CallOnce(environment);
        session.Type("regs").Expect("100", "sip:100@").Expect("101", "sip:101@").Expect("2 contacts.");
        session.Type("cdr").Expect("\"call\":1,", "\"status\":200");
        ExpectRecord(Call([.. environment, "SCENARIO=hold"]), "\"status\":200,\"endedBy\":\"callee\"");
        session.Type("kill net0").Expect("has no address").Expect(Ready);
        CallOnce(environment);
        session.Type("calls").Expect("0 calls.");
        session.Type("net").Expect("link", "up").Expect("udp ");
        session.Type("cdr").Expect("\"call\":3,", "\"status\":200");
        session.Type("load").Expect("records", "3").Expect("restarts", "0");
        session.Type("poweroff").ExpectEnd();
    }

    private static void CallOnce(string[] environment)
    {
        (int code, string output) = Call(environment);
        Assert.True(code == 0, output);
        string[] steps = ["101 registered", "100 registered", "100 called 101", "The exchange's record"];
        foreach (string step in steps)
        {
            Assert.Contains(step, output, StringComparison.Ordinal);
        }

        string record = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Contains(Answered, record, StringComparison.Ordinal);
        int talked = int.Parse(
            record.Split("\"talkMs\":")[1].Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture);
        Assert.InRange(talked, 900, 10_000);
    }

    private static string[] Environment(string name, params string[] more) =>
        UserScript.Environment("switch", name, ["SMP=2", "MEM=256M", .. more]);

    private static (int Code, string Output) Call(string[] environment) => Run("call.sh", environment);

    private static (int Code, string Output) Run(string name, string[] environment)
    {
        string script = UserScript.PathOf(name);
        var start = new ProcessStartInfo("env", [.. environment, "bash", "-c", "exec bash \"$0\" 2>&1", script])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(PatienceMs), $"{name} ends by itself");
        return (process.ExitCode, output.Result);
    }
}
