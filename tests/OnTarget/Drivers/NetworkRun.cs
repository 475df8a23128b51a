// A network driver on its device, in a machine that a boot test has made with one: it is asked and answers, it is
// killed twenty times under traffic and comes back, and nothing is left over. `run=network` takes whatever device is
// there.
using Cosmos.Core.Abi;
using Cosmos.Drivers.E1000;
using Cosmos.Drivers.Network;
using Cosmos.Drivers.VirtioNet;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Drivers;

/// <summary>The run.</summary>
internal static class NetworkRun
{
    /// <summary>What the boot option run= begins with for it.</summary>
    public const string Selection = "network";

    private const int Kills = 20;
    private const int Window = 8;
    private const int FramesBetweenKills = 200;
    private const double MostAwayMs = 100;

    private static TimeSpan Patience => TimeSpan.FromSeconds(5);

    /// <summary>Runs it.</summary>
    public static void Run(string selection)
    {
        Assert.Equal(Selection, selection);
        Supervisor.StartLink(new Tree());
        var line = new Line();
        Console.WriteLine($"station {line.Opened.Station:x12}, room {line.Opened.Room}, up {line.Opened.IsUp}");
        Assert.True(line.Opened.IsUp);
        TimeSpan first = line.Exchange(1);
        Console.WriteLine($"the gateway answers after {first.TotalMilliseconds:f1} ms");
        line.Exchange(FramesBetweenKills);
        line.TooLongAndTooMany();

        long buffers = PciClaims.BufferBytes;
        int lines = NodeInfo.Interrupts().Length;
        Assert.True(buffers > 0);
        var times = new double[Kills];
        for (int kill = 0; kill < Kills; kill++)
        {
            times[kill] = line.KillAndComeBack().TotalMilliseconds;
            line.Exchange(FramesBetweenKills);
        }

        Array.Sort(times);
        Console.WriteLine($"{Kills} kills, back after {times[Kills / 2]:f1} ms, {times[^1]:f1} ms at worst");
        Console.WriteLine(line.Counters().ToString());
        Assert.Equal(buffers, PciClaims.BufferBytes);
        Assert.Equal(lines, NodeInfo.Interrupts().Length);
        Assert.Equal(0, PciClaims.Quarantined);

        // A host with other work takes its time now and then: that may spoil two.
        Assert.True(times[^3] < MostAwayMs, $"It was away for {times[^3]:f1} ms.");
    }

    private sealed class Tree : Supervisor
    {
        protected override SupervisorSpec Init() => new(
            Strategy.OneForOne,
            intensity: 2 * Kills,
            period: TimeSpan.FromMinutes(1),
            Child.Server("virtio-net", static () => new VirtioNetDriver(), name: "virtio-net"),
            Child.Server("e1000", static () => new E1000Driver(), name: "e1000"));
    }

    // The listener's end: what was opened, and how many frames are under way.
    private sealed class Line
    {
        private Pid _driver;
        private Ref _monitor;
        private int _underWay;

        public Line() => Opened = Open();

        public NetworkOpened Opened { get; private set; }

        // Sends so many requests, a window of them at a time, until each was answered.
        public TimeSpan Exchange(int count)
        {
            long start = Clock.Now;
            int sent = 0;
            int answered = 0;
            while (answered < count)
            {
                int more = Math.Min(count - sent, Window - (sent - answered));
                Send(more);
                sent += more;
                answered += Answers();
            }

            while (_underWay > 0)
            {
                answered += Answers();
            }

            Assert.Equal(count, answered);
            return Elapsed(start);
        }

        public void TooLongAndTooMany()
        {
            NetworkCounters before = Counters();
            ServerRef<NetworkDriver> driver = _driver;
            driver.Cast(new TransmitFrames([Binary.Create(new byte[EthernetDriver.LargestFrame + 1]), Binary.Empty]));
            Assert.Equal(2, Process.Receive<FramesTransmitted>().Count);
            Assert.Equal(before.NoFrame + 2, Counters().NoFrame);
        }

        // From the kill to the first answer that a successor brings.
        public TimeSpan KillAndComeBack()
        {
            Send(Window);
            long start = Clock.Now;
            Pid old = _driver;
            Process.Exit(old, ExitReason.Kill);
            Assert.Equal(ExitReason.Killed, Process.Receive<DownMessage>(down => down.Monitor == _monitor).Reason);
            Opened = Open();
            Assert.NotEqual(old, _driver);
            _underWay = 0;
            Drain();
            Send(1);
            while (Answers() == 0)
            {
            }

            TimeSpan time = Elapsed(start);
            while (_underWay > 0)
            {
                Answers();
            }

            Drain();
            return time;
        }

        public NetworkCounters Counters() => ((ServerRef<EthernetDriver>)_driver).Call(new ReadNetworkCounters());

        private NetworkOpened Open()
        {
            _driver = default;
            while (_driver.IsNone)
            {
                Process.Yield();
                Pid virtio = ((ServerRef)"virtio-net").Resolve();
                _driver = virtio.IsNone ? ((ServerRef)"e1000").Resolve() : virtio;
            }

            _monitor = Process.Monitor(_driver);
            return ((ServerRef<NetworkDriver>)_driver).Call(new OpenNetwork(Process.Self));
        }

        private void Send(int count)
        {
            if (count > 0)
            {
                ServerRef<NetworkDriver> driver = _driver;
                driver.Cast(new TransmitFrames([.. Enumerable.Repeat(ArpExchange.Ask(Opened.Station), count)]));
                _underWay += count;
            }
        }

        // The next message: how many answers came with it.
        private int Answers()
        {
            Assert.True(Process.TryReceive(Patience, out object? message), "nothing comes any more");
            switch (message)
            {
                case FramesTransmitted done:
                    _underWay -= done.Count;
                    Assert.True(_underWay >= 0);
                    return 0;
                case FramesReceived received:
                    return received.Frames.Count(frame => ArpExchange.IsAnswer(frame, Opened.Station));
                default:
                    Assert.True(message is LinkChanged { IsUp: true }, $"unexpected: {message}");
                    return 0;
            }
        }

        // What the driver before had sent.
        private static void Drain()
        {
            while (Process.TryReceive(TimeSpan.Zero, out _))
            {
            }
        }

        private static TimeSpan Elapsed(long start) => TimeSpan.FromTicks((Clock.Now - start) / 100);
    }
}
