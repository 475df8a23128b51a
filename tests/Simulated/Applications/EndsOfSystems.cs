// What ends a system: whole images on simulated machines, from their start to the machine's end.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Applications;

public sealed class EndsOfSystems
{
    private const int SeedsOfCase = 8;

    /// <summary>An image that is switched off stops its applications in the opposite order.</summary>
    [Fact]
    public void Power_off_stops_in_order() => Seeds.Check(SeedsOfCase, static node =>
    {
        node.Boot(new Image(new App("first"), new App("second", "first"), new App("last", "second") { Order = "off" }));
        Assert.Equal(
            "first starts|second starts|last starts|last stops|second stops|first stops",
            Said(node, "starts", "stops"));
    });

    /// <summary>The end of a permanent application, or an abnormal one of a transient, is the system's.</summary>
    [Theory]
    [InlineData(ApplicationType.Permanent, "die", true)]
    [InlineData(ApplicationType.Permanent, "quit", true)]
    [InlineData(ApplicationType.Transient, "die", true)]
    [InlineData(ApplicationType.Temporary, "die", false)]
    [InlineData(ApplicationType.Temporary, "quit", false)]
    public void Type_decides(ApplicationType type, string order, bool isTheEnd) => Seeds.Check(SeedsOfCase, node =>
    {
        var image = new Image(
            new App("first"), new App("weak") { Type = type, Order = order }, new App("last") { Order = "off" });
        if (!isTheEnd)
        {
            node.Boot(image);
            return;
        }

        SimulationException thrown = Assert.Throws<SimulationException>(() => node.Boot(image));
        Assert.Contains("the machine failed: the application weak, which is", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("first 5 stops", node.Console, StringComparison.Ordinal);
    });

    /// <summary>A permanent application that cannot be started ends the system; those before it are stopped.</summary>
    [Fact]
    public void Failing_start_is_the_end() => Seeds.Check(SeedsOfCase, static node =>
    {
        SimulationException thrown = Assert.Throws<SimulationException>(
            () => node.Boot(new Image(new App("first"), new App("weak") { Order = "fail" }, new App("last"))));
        Assert.Contains("weak, which is permanent, could not be started", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("first starts|first stops", Said(node, "starts", "stops"));
    });

    /// <summary>Applications that need what is not there end the machine before anything is started.</summary>
    [Fact]
    public void Mistaken_image_is_the_end() => Seeds.Check(1, static node =>
    {
        SimulationException thrown = Assert.Throws<SimulationException>(
            () => node.Boot(new Image(new App("first"), new App("weak", "nobody"))));
        Assert.Contains("weak needs nobody", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("", Said(node, "starts"));
    });

    /// <summary>One that does not stop in time does not keep the machine from being switched off.</summary>
    [Fact]
    public void Hanging_stop_is_cut_short() => Seeds.Check(SeedsOfCase, static node =>
    {
        node.Boot(new Image(new App("stubborn") { Order = "hang" }, new App("last") { Order = "off" }));
        Assert.Contains("did not stop in time: stubborn", node.Console, StringComparison.Ordinal);
        Assert.InRange(node.Now, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40));
    });

    /// <summary>A restart is asked for like a power-off.</summary>
    [Fact]
    public void Restart() => Seeds.Check(SeedsOfCase, static node =>
    {
        SimulationException thrown = Assert.Throws<SimulationException>(
            () => node.Boot(new Image(new App("first"), new App("last") { Order = "restart" })));
        Assert.Contains("the machine was rebooted", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("first 5 stops", node.Console, StringComparison.Ordinal);
    });

    /// <summary>Boot options reach the application; what is wrong with them is told.</summary>
    [Fact]
    public void Boot_options() => Seeds.Check(1, static node =>
    {
        node.BootOptions = "last.number=7 last.nmuber=8 first.number=x";
        node.Boot(new Image(new App("first"), new App("last") { Order = "off" }));
        Assert.Contains("last 7 starts", node.Console, StringComparison.Ordinal);
        Assert.Contains("first 5 starts", node.Console, StringComparison.Ordinal);
        Assert.Contains(
            "boot option last.nmuber: unknown, ignored; known are number", node.Console, StringComparison.Ordinal);
        Assert.Contains(
            "boot option first.number=x: must be a whole number; using 5", node.Console, StringComparison.Ordinal);
    });

    /// <summary>Whoever is killed, the system runs or starts anew; it never just hangs.</summary>
    [Fact]
    public void Kills() => Seeds.Check(30, static node =>
    {
        node.Faults.KillEvery = 500;
        try
        {
            node.Boot(new Image(new App("first"), new App("second", "first"), new App("last") { Order = "off" }));
        }
        catch (SimulationException end)
        {
            Assert.Contains("the machine failed: the application", end.Message, StringComparison.Ordinal);
        }
    });

    // What was said by lines that end in one of these words, without numbers.
    private static string Said(SimulatedNode node, params string[] words) => string.Join('|', node.Console
        .Split('\n')
        .Select(static line => line.TrimEnd())
        .Where(line => words.Any(word => line.EndsWith(" 5 " + word, StringComparison.Ordinal)))
        .Select(static line => line.Replace(" 5", "", StringComparison.Ordinal)));

    private sealed class Image(params Application[] applications) : Kernel
    {
        protected override IReadOnlyList<Application> Applications => applications;
    }

    private sealed class App(string name, params string[] needs) : Application
    {
        private int _number;

        public override string Name => name;

        public override IReadOnlyList<string> Dependencies => needs;

        public string Order { get; init; } = "";

        protected override void Configure(Settings settings) => _number = settings.Int32("number", 5);

        protected override SupervisorSpec Tree() => Order == "fail"
            ? throw new InvalidOperationException("no tree")
            : new SupervisorSpec(
                Strategy.OneForOne, 0, children: Child.Server("worker", () => new Actor($"{name} {_number}", Order)));

        protected override void PrepareStop()
        {
            if (Order == "hang")
                Process.Receive(static _ => false);
        }
    }

    // Does what its application is to do, a second after its start, or some more if that is the end.
    private sealed class Actor(string name, string order) : GenServer
    {
        protected override InitResult Init()
        {
            Process.TrapExit = true;
            Console.WriteLine($"{name} starts");
            return Next.Timeout(TimeSpan.FromSeconds(order == "off" ? 5 : 1));
        }

        protected override Next HandleTimeout()
        {
            switch (order)
            {
                case "off":
                    Node.PowerOff();
                    break;
                case "restart":
                    Node.Restart();
                    break;
                case "die":
                    return Next.Stop("died");
                case "quit":
                    return Next.Stop(ExitReason.Normal);
            }

            return Next.Wait;
        }

        protected override void Terminate(ExitReason reason) => Console.WriteLine($"{name} stops");
    }
}
