// Does a fault to an exchange, and returns when its cause is over: the link is up again, the machine runs again, the
// process is dead. What it found out on the way - whom it hit, how long the exchange itself took, whether it was told
// of - goes with it; what the outside sees of it is Recovery's business.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cosmos.Tests.Faults.Exchanges;
using Cosmos.Tests.Faults.Phones;
using Cosmos.Tests.Faults.Wires;

namespace Cosmos.Tests.Faults.Faults;

/// <summary>Does faults.</summary>
internal sealed partial class Injector(IExchange exchange, HeldCalls calls, Probe probe)
{
    // The watch looks once a second; an emulator on a busy machine may take its time.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_question = TimeSpan.FromMilliseconds(10);
    private int _address;

    /// <summary>Does a fault.</summary>
    public Injection Inject(Fault fault) => fault.Kind switch
    {
        FaultKind.Kill or FaultKind.Crash or FaultKind.Exhaust => ByShell(fault),
        FaultKind.Link => OverLink(fault),
        FaultKind.Nmi => Interrupt(),
        FaultKind.MachineCheck => Check(fault),
        FaultKind.Loss => OverWire(fault, new Trouble(fault.Share, 0, 0, 0)),
        FaultKind.Duplication => OverWire(fault, new Trouble(0, fault.Share, 0, 0)),
        FaultKind.Reordering => OverWire(fault, new Trouble(0, 0, fault.Share, 0)),
        FaultKind.Corruption => OverWire(fault, new Trouble(0, 0, 0, fault.Share)),
        FaultKind.Pause => Stop(fault),
        _ => Freeze(fault),
    };

    [GeneratedRegex(@"^fault: \w+ (\w+) (<\S+>) of (?:(call|branch) (\S+)|-)")]
    private static partial Regex Whom();

    [GeneratedRegex(@"^fault: ended by (\w+), whole after (\d+) us$")]
    private static partial Regex Ended();

    private Injection ByShell(Fault fault)
    {
        // What has ended when its turn comes is no target; the next one is.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            string command = string.Create(
                CultureInfo.InvariantCulture,
                $"fault {Fault.NameOf(fault.Kind)} {fault.Target} {Math.Max(1, fault.Number - attempt)}");
            int from = exchange.Console.Count;
            long begun = Stopwatch.GetTimestamp();
            List<string>? lines = exchange.Console.Ask(command, IsLast, s_patience);
            Match ended = Ended().Match(lines?[^1] ?? "");
            if (ended.Success)
            {
                Match whom = lines!.Select(line => Whom().Match(line)).First(static match => match.Success);
                double us = double.Parse(ended.Groups[2].Value, CultureInfo.InvariantCulture);
                bool costs = fault.Target is "call";
                return new Injection(begun, CallOf(whom), us / 1000, costs, Complaint: null)
                {
                    IsOfRegistrar = fault.Target is "registrar",
                    Remark = $"{whom.Groups[2].Value} ended by {ended.Groups[1].Value}",
                };
            }

            if (lines is null || !lines[^1].Contains("there is no", StringComparison.Ordinal))
            {
                string said = lines?[^1] ?? exchange.Console.Tail(exchange.Console.Count - from);
                return Injection.Failed(begun, $"{command}: {said}");
            }
        }

        return Injection.Failed(Stopwatch.GetTimestamp(), $"there was no {fault.Target} to be hit");
    }

    private static bool IsLast(string line) =>
        line.StartsWith("fault: ended", StringComparison.Ordinal)
        || line.Contains("fault: there is no", StringComparison.Ordinal)
        || line.Contains("lives on", StringComparison.Ordinal)
        || line.StartsWith("The command ", StringComparison.Ordinal)
        || line.StartsWith("There is no command", StringComparison.Ordinal);

    private string? CallOf(Match whom) => whom.Groups[3].Value switch
    {
        "call" => whom.Groups[4].Value,
        "branch" => calls.CallOfBranch(whom.Groups[4].Value),
        _ => null,
    };

    private Injection OverLink(Fault fault)
    {
        SetLink(false);
        Thread.Sleep(fault.Time);
        long up = Stopwatch.GetTimestamp();
        SetLink(true);
        return Lasted(up, fault);
    }

    private void SetLink(bool isUp) => exchange.Emulator!.Execute(
        "set_link", new JsonObject { ["name"] = EmulatedExchange.Card, ["up"] = isUp });

    private Injection OverWire(Fault fault, Trouble trouble)
    {
        int before = exchange.Wire!.Hit;
        exchange.Wire.Set(trouble, fault.Number);
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < fault.Time)
        {
            probe.AnswerTo(probe.SendOptions(), s_question); // so that there are frames, whatever the calls do
        }

        exchange.Wire.Set(Trouble.None, 0);
        Injection injection = Lasted(Stopwatch.GetTimestamp(), fault);
        return injection with { Remark = $"{injection.Remark}, {exchange.Wire.Hit - before} frames" };
    }

    private Injection Stop(Fault fault)
    {
        exchange.Emulator!.Execute("stop");
        Thread.Sleep(fault.Time);
        long on = Stopwatch.GetTimestamp();
        exchange.Emulator.Execute("cont");
        return Lasted(on, fault);
    }

    private Injection Freeze(Fault fault)
    {
        exchange.Freeze(fault.Time);
        return Lasted(Stopwatch.GetTimestamp(), fault);
    }

    private Injection Interrupt()
    {
        int from = exchange.Console.Count;
        long begun = Stopwatch.GetTimestamp();
        exchange.Emulator!.Execute("inject-nmi");
        bool isTold = exchange.Console.Await(
            static line => line.Contains("NMI without a known sender", StringComparison.Ordinal), from, s_patience)
            is not null;
        return new Injection(begun, null, null, false, isTold ? null : "no NMI was told of");
    }

    // A corrected error of the memory hierarchy, with an address (Intel SDM Vol. 3B §15.9.2.2: 0000 0001 RRRR TTLL).
    private Injection Check(Fault fault)
    {
        string core = fault.Target[(fault.Target.LastIndexOf(' ') + 1)..];
        int bank = 1 + fault.Number % 8;
        string address = string.Create(CultureInfo.InvariantCulture, $"{0x10000 + 64 * ++_address:x}");
        int from = exchange.Console.Count;
        long begun = Stopwatch.GetTimestamp();
        string said = exchange.Emulator!.Monitor(string.Create(
            CultureInfo.InvariantCulture,
            $"mce {int.Parse(core, CultureInfo.InvariantCulture) - 1} {bank} 0x9400000000000135 0 0x{address} 0"));
        if (said.Length != 0)
        {
            return Injection.Failed(begun, said.Trim());
        }

        string told = $"core {core}, bank {bank}, status 9400000000000135, address {address},";
        bool isTold = exchange.Console.Await(
            line => line.Contains("machine check: corrected", StringComparison.Ordinal)
                && line.Contains(told, StringComparison.Ordinal),
            from,
            s_patience) is not null;
        return new Injection(begun, null, null, false, isTold ? null : "the machine check was not told of");
    }

    private static Injection Lasted(long over, Fault fault) => new(over, null, null, false, null)
    {
        Remark = $"for {fault.Time.TotalMilliseconds:F0} ms",
    };
}
