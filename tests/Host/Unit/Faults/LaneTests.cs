// A bad cable does what is asked of it and nothing else, and the same again by the same seed.
using Cosmos.Tests.Faults.Wires;

namespace Cosmos.Tests.Host.Unit.Faults;

public sealed class LaneTests
{
    private const int Seed = 7;

    private readonly List<byte[]> _arrived = [];
    private readonly Lane _lane;

    public LaneTests() => _lane = new Lane(_arrived.Add);

    [Fact]
    public void AGoodCableTakesAllAsTheyAre()
    {
        PassAll(3);
        Assert.Equal([Packet(0), Packet(1), Packet(2)], _arrived);
        Assert.Equal(0, _lane.Hit);
    }

    [Fact]
    public void LostFramesDoNotArrive()
    {
        _lane.Set(new Trouble(1, 0, 0, 0), Seed);
        PassAll(3);
        Assert.Empty(_arrived);
        Assert.Equal(3, _lane.Hit);
    }

    [Fact]
    public void DoubledFramesArriveTwice()
    {
        _lane.Set(new Trouble(0, 1, 0, 0), Seed);
        PassAll(2);
        Assert.Equal([Packet(0), Packet(0), Packet(1), Packet(1)], _arrived);
    }

    // Each second one is held back until the one behind it is through.
    [Fact]
    public void OvertakenFramesArriveBehindTheNext()
    {
        _lane.Set(new Trouble(0, 0, 1, 0), Seed);
        PassAll(4);
        Assert.Equal([Packet(1), Packet(0), Packet(3), Packet(2)], _arrived);
    }

    [Fact]
    public void NothingIsHeldBackWhenTheCableIsGoodAgain()
    {
        _lane.Set(new Trouble(0, 0, 1, 0), Seed);
        PassAll(1);
        Assert.Empty(_arrived);
        _lane.Set(Trouble.None, 0);
        Assert.Equal([Packet(0)], _arrived);
    }

    [Fact]
    public void CorruptedPacketsHaveOneWrongBitBehindTheirHeader()
    {
        _lane.Set(new Trouble(0, 0, 0, 1), Seed);
        PassAll(100);
        for (int number = 0; number < 100; number++)
        {
            byte[] sent = Packet(number);
            int[] wrong = [.. sent.Zip(_arrived[number], static (left, right) => int.PopCount(left ^ right))];
            Assert.Equal(1, wrong.Sum());
            Assert.Equal(0, wrong[..14].Sum());
        }
    }

    [Fact]
    public void WhatHasNoChecksumIsNotCorrupted()
    {
        byte[] arp = Packet(0);
        arp[13] = 0x06;
        _lane.Set(new Trouble(0, 0, 0, 1), Seed);
        _lane.Pass(arp);
        Assert.Equal([arp], _arrived);
    }

    [Fact]
    public void ASeedDoesTheSameAgain()
    {
        var trouble = new Trouble(0.2, 0.2, 0.2, 0.2);
        _lane.Set(trouble, Seed);
        PassAll(200);
        _lane.Set(Trouble.None, 0);
        byte[][] first = [.. _arrived];
        _arrived.Clear();
        _lane.Set(trouble, Seed);
        PassAll(200);
        _lane.Set(Trouble.None, 0);
        Assert.Equal(first, _arrived);
    }

    private static byte[] Packet(int number)
    {
        byte[] frame = new byte[60];
        (frame[12], frame[13]) = (0x08, 0x00);
        frame[20] = (byte)number;
        return frame;
    }

    private void PassAll(int count)
    {
        for (int number = 0; number < count; number++)
        {
            _lane.Pass(Packet(number));
        }
    }
}
