// Fragments (RFC 791 §3.2; RFC 815; RFC 5722's rule on overlaps; RFC 1122 §3.3.2 on time).
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class FragmentTests
{
    private static readonly Ipv4Header s_header = Frames.Header("10.0.0.9", "10.0.0.1", IpProtocol.Udp);

    private static byte[] Whole(int length) =>
        Frames.UdpPayload(s_header.Source, 5, s_header.Destination, 7, Frames.Pattern(length));

    private static TestHost Host(InterfaceLimits? limits = null)
    {
        TestHost host = TestHost.At("10.0.0.1/24", settings: TestHost.Brief with { Limits = limits ?? new() });
        host.Ports.Add(7);
        return host;
    }

    /// <summary>In any order, with duplicates: one datagram, whole, once.</summary>
    [Theory]
    [InlineData(2000, 1480)]
    [InlineData(65_507, 1480)]
    [InlineData(400, 8)]
    public void A_datagram_in_pieces_arrives_in_any_order(int length, int size)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            TestHost host = Host();
            List<byte[]> frames = Frames.Fragments(host.Mac, s_header, Whole(length), size);
            byte[][] order = [.. frames, .. frames[..(frames.Count / 2)]];
            new Random(seed).Shuffle(order);
            foreach (byte[] frame in order)
            {
                host.Take(frame, TimeSpan.Zero);
                host.CheckSums();
            }

            Assert.True(
                host.Datagrams.Count == 1 && host.Datagrams[0].Bytes.AsSpan().SequenceEqual(Frames.Pattern(length)),
                $"seed {seed}");
        }
    }

    /// <summary>Two stacks: what one cuts the other puts together, on a link that reorders and repeats.</summary>
    [Fact]
    public void What_is_cut_is_put_together_again()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var link = new TestLink(seed) { Delay = TimeSpan.FromMilliseconds(20), Twice = 20 };
            TestHost one = link.Add(TestHost.At("10.0.0.9/24"));
            TestHost two = link.Add(Host());
            one.Ip.SendUdp(5, s_header.Destination, 7, Frames.Pattern(100), link.Now);
            link.Pass(TimeSpan.FromSeconds(1));
            int length = new Random(seed).Next(65_508);
            Assert.Equal(SendResult.Sent, one.Ip.SendUdp(5, s_header.Destination, 7, Frames.Pattern(length), link.Now));
            link.Pass(TimeSpan.FromSeconds(1));
            Assert.True(
                two.Datagrams.Any(datagram => datagram.Bytes.AsSpan().SequenceEqual(Frames.Pattern(length))),
                $"seed {seed}, {length} bytes");
        }
    }

    /// <summary>A piece that contradicts another ends the datagram, and the rest of it starts no new one.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(40)]
    public void An_overlap_ends_the_datagram(int start)
    {
        TestHost host = Host();
        List<byte[]> frames = Frames.Fragments(host.Mac, s_header, Whole(152), 32);
        byte[] wrong = Frames.Ipv4(
            host.Mac, s_header with { FragmentOffset = start, MoreFragments = true }, new byte[40]);
        host.Take(frames[0], default);
        host.Take(frames[1], default);
        Assert.Equal(DropReason.FragmentOverlap, host.Take(wrong, default).Reason);
        foreach (byte[] frame in frames)
            Assert.Equal(DropReason.FragmentOverlap, host.Take(frame, default).Reason);

        Assert.Empty(host.Datagrams);
        host.CheckSums();
        Assert.Equal(0, host.Ip.Counters.Held);
    }

    /// <summary>Same place, same length, other bytes: no duplicate.</summary>
    [Fact]
    public void A_piece_with_other_bytes_is_an_overlap()
    {
        TestHost host = Host();
        List<byte[]> frames = Frames.Fragments(host.Mac, s_header, Whole(152), 32);
        host.Take(frames[1], default);
        Assert.Equal(DropReason.FragmentDuplicate, host.Take(frames[1], default).Reason);
        byte[] forged = [.. frames[1]];
        forged[^1] ^= 1;
        Assert.Equal(DropReason.FragmentOverlap, host.Take(forged, default).Reason);
    }

    /// <summary>Two last pieces that end at different places.</summary>
    [Fact]
    public void A_datagram_has_one_end()
    {
        TestHost host = Host();
        host.Take(Frames.Ipv4(host.Mac, s_header with { FragmentOffset = 64 }, new byte[8]), default);
        byte[] beyond = Frames.Ipv4(host.Mac, s_header with { FragmentOffset = 80 }, new byte[8]);
        Assert.Equal(DropReason.FragmentOverlap, host.Take(beyond, default).Reason);
    }

    /// <summary>Empty, ragged, or beyond 65,535 bytes (the ping of death).</summary>
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 20, true)]
    [InlineData(65_528, 64, false)]
    public void Impossible_pieces_are_refused(int start, int length, bool more)
    {
        TestHost host = Host();
        byte[] frame = Frames.Ipv4(
            host.Mac, s_header with { FragmentOffset = start, MoreFragments = more }, new byte[length]);
        Assert.Equal(DropReason.FragmentBadLength, host.Take(frame, default).Reason);
        Assert.Equal(0, host.Ip.Counters.Held);
    }

    /// <summary>After a minute it is given up; the sender is told if the first piece came (RFC 1122 §3.3.2).</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_datagram_that_does_not_become_whole_is_given_up(int piece, int errors)
    {
        var link = new TestLink();
        TestHost host = link.Add(Host());
        link.Add(TestHost.At("10.0.0.9/24"));
        link.Put(Frames.Fragments(host.Mac, s_header, Whole(152), 32)[piece]);
        link.Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(1, host.Ip.Counters.Held);
        link.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(0, host.Ip.Counters.Held);
        Assert.Equal(1, host.Ip.Counters.Dropped(DropReason.FragmentTimeout));
        Assert.Equal(errors, host.Ip.Counters.ErrorsSent);
        host.CheckSums();
    }

    /// <summary>A flood of first pieces: memory and number stay in their bounds, the oldest goes.</summary>
    [Fact]
    public void A_flood_stays_in_bounds()
    {
        var limits = new InterfaceLimits { FragmentedDatagrams = 8, FragmentBytes = 64 * 1024 };
        TestHost host = Host(limits);
        var random = new Random(1);
        for (int index = 0; index < 20_000; index++)
        {
            Ipv4Header header = s_header with
            {
                Identification = (ushort)random.Next(1000),
                FragmentOffset = random.Next(8000) * 8,
                MoreFragments = true,
            };
            host.Take(Frames.Ipv4(host.Mac, header, new byte[8 * random.Next(1, 180)]), default);
            Assert.InRange(host.Ip.Counters.Held, 0, 8 * 64);
        }

        host.CheckSums();
        Assert.True(host.Ip.Counters.Dropped(DropReason.FragmentNoMemory) > 1000);
    }
}
