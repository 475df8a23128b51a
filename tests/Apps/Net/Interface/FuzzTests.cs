// A host under fire: frames that are nearly right, changed at random, beside good traffic. Nothing throws, every frame
// is accounted for after each, and at the end the host still does its work. A seed is a whole life of a host; what
// fails names it, and goes into the corpus below. NET_FUZZ says how many frames, NET_FUZZ_SEED where to begin.
using System.Globalization;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class FuzzTests
{
    private const int FramesOfALife = 2000;

    /// <summary>
    /// Lives that ended badly once, and the first few that met every reason to drop a frame together.
    /// </summary>
    private static readonly int[] s_corpus = [1, 2, 3, 4, 5, 6, 7, 8];

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int given)
            ? given
            : usual;

    [Fact]
    public void Nothing_that_comes_ends_a_host()
    {
        int frames = Number("NET_FUZZ", 1_000_000);
        int first = Number("NET_FUZZ_SEED", Environment.TickCount & 0xFFFFFF);
        var seen = new long[Enum.GetValues<DropReason>().Length];
        long delivered = 0;
        int[] fresh = [.. Enumerable.Range(first, Math.Max(1, frames / FramesOfALife))];
        foreach (int seed in frames > FramesOfALife ? [.. s_corpus, .. fresh] : fresh)
        {
            try
            {
                Live(seed, seen, ref delivered);
            }
            catch (Exception exception)
            {
                string replay = $"NET_FUZZ={FramesOfALife} NET_FUZZ_SEED={seed} has it again";
                throw new InvalidOperationException(replay, exception);
            }
        }

        if (frames <= FramesOfALife)
            return;

        // A fuzzer whose frames all fail at the first check tests nothing behind it: every reason must have come up.
        DropReason[] never = [.. Enum.GetValues<DropReason>().Where(reason => seen[(int)reason] == 0)];
        Assert.Equal([DropReason.None, DropReason.UdpSocketFull], never.Order());
        Assert.True(delivered > frames / 200, $"{delivered} datagrams of {frames} frames were delivered");
    }

    private static void Live(int seed, long[] seen, ref long delivered)
    {
        var random = new Random(seed);
        InterfaceSettings settings = TestHost.Brief with
        {
            Limits = new InterfaceLimits
            {
                Neighbours = 16,
                WaitingFrames = 16,
                OutputFrames = random.Next(1, 64),
                FragmentBytes = 128 * 1024,
                FragmentedDatagrams = 8,
            },
        };
        bool isLent = random.Next(2) == 0;
        TestHost host = isLent
            ? new TestHost(settings, seed)
            : TestHost.At("10.0.0.1/24", "10.0.0.254", settings, seed);
        host.Ports.UnionWith([7, 68, 5060]);
        var mutants = new FrameMutants(random, host);
        TimeSpan now = TimeSpan.Zero;
        if (isLent)
            host.Ip.UseDhcp(now);

        for (int index = 0; index < FramesOfALife; index++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(10) == 0 ? random.Next(20_000) : random.Next(3));
            if (now >= host.Ip.NextDeadline)
                host.Ip.Advance(now);
            if (random.Next(20) == 0)
                host.Ip.SendUdp(7, mutants.Address(), (ushort)random.Next(65_536), new byte[random.Next(9000)], now);
            if (random.Next(8) == 0)
                mutants.Hear(host.Drain());

            host.Take(mutants.Next(), now);
            host.CheckSums();
            Assert.InRange(host.Ip.Counters.Held, 0, 8 * 64);
            Assert.InRange(host.Ip.Counters.Waiting, 0, 16);
        }

        foreach (DropReason reason in Enum.GetValues<DropReason>())
            seen[(int)reason] += host.Ip.Counters.Dropped(reason);

        delivered += host.Datagrams.Count;
        CheckAlive(host, isLent, now + TimeSpan.FromMinutes(10));
    }

    /// <summary>Left alone for a while, it lets go of all it held, and answers.</summary>
    private static void CheckAlive(TestHost host, bool isLent, TimeSpan now)
    {
        host.Drain();
        host.Ip.Advance(now);
        host.Ip.Advance(now + TimeSpan.FromMinutes(2));
        Assert.Equal(0, host.Ip.Counters.Held);
        host.Drain();
        if (isLent)
            return;

        host.Datagrams.Clear();
        host.Take(Frames.Udp(host.Mac, "10.0.0.9", 5, "10.0.0.1", 7, [1, 2, 3]), now + TimeSpan.FromMinutes(3));
        Assert.Equal([1, 2, 3], Assert.Single(host.Datagrams).Bytes);
    }
}
