// The rings of the 82540EM against a device that the test plays (manual §3.2, §3.3). Frames are short: longer ones are
// binaries outside of the heap, which only an image has.
using Cosmos.Core.Abi;
using Cosmos.Drivers.E1000;
using Cosmos.Drivers.Network;

namespace Cosmos.Tests.Unit.Drivers;

public sealed class E1000RingTests : IDisposable
{
    private const int Size = 8;
    private const byte Done = 1;
    private const byte DoneEnd = 3;
    private readonly DeviceMemory _descriptors = new(4096);
    private readonly DeviceMemory _buffers = new(Size * 2048, 0x8000);

    public void Dispose()
    {
        _descriptors.Dispose();
        _buffers.Dispose();
    }

    [Fact]
    public void FramesAreTakenInOrderAndTheRingWraps()
    {
        ReceiveRing ring = Receive();
        Assert.Equal(Size - 1, ring.Tail);
        for (int i = 0; i < 3 * Size; i++)
        {
            Assert.False(ring.HasNext);
            Assert.Equal(Reception.Nothing, ring.TryTake(out _));
            _buffers.Buffer.Bytes(i % Size * 2048, 60).Fill((byte)i);
            DeviceFills(i % Size, 60, DoneEnd);
            Assert.True(ring.HasNext);
            Assert.Equal(Reception.Frame, ring.TryTake(out Binary? frame));
            Assert.Equal(60, frame!.Length);
            Assert.Equal((byte)i, frame.Span[59]);
            Assert.Equal(i % Size, ring.Tail);
        }
    }

    [Theory]
    [InlineData(13, DoneEnd, 0, Reception.BadLength)]
    [InlineData(14, DoneEnd, 0, Reception.Frame)]
    [InlineData(64, DoneEnd, 0, Reception.Frame)]
    [InlineData(1515, DoneEnd, 0, Reception.BadLength)]
    [InlineData(0xFFFF, DoneEnd, 0, Reception.BadLength)]
    [InlineData(60, DoneEnd, 1, Reception.Damaged)]
    [InlineData(60, DoneEnd, 0x80, Reception.Damaged)]
    [InlineData(60, DoneEnd, 0x60, Reception.Frame)] // checksums that nobody asked for
    public void WhatTheDeviceSaysIsJudged(int length, byte status, byte errors, Reception expected)
    {
        ReceiveRing ring = Receive();
        DeviceFills(0, length, status, errors);
        Assert.Equal(expected, ring.TryTake(out _));
        Assert.False(ring.HasNext);
    }

    /// <summary>A giant in three buffers is three buffers of no use, and the next frame is whole.</summary>
    [Fact]
    public void AFrameInPiecesIsDropped()
    {
        ReceiveRing ring = Receive();
        DeviceFills(0, 1500, Done);
        DeviceFills(1, 1500, Done);
        DeviceFills(2, 60, DoneEnd);
        DeviceFills(3, 60, DoneEnd);
        Assert.Equal(Reception.BadLength, ring.TryTake(out _));
        Assert.Equal(Reception.BadLength, ring.TryTake(out _));
        Assert.Equal(Reception.BadLength, ring.TryTake(out _));
        Assert.Equal(Reception.Frame, ring.TryTake(out _));
    }

    [Fact]
    public void AFullRingTakesNoMoreUntilTheDeviceReports()
    {
        TransmitRing ring = new(_descriptors.Buffer, _buffers.Buffer, Size);
        byte[] frame = new byte[60];
        for (int i = 0; i < ring.Room; i++)
        {
            Assert.True(ring.TryAdd(frame));
        }

        Assert.False(ring.TryAdd(frame));
        Assert.Equal(0, ring.Reclaim());
        DeviceSends(0);
        DeviceSends(1);
        DeviceSends(3); // out of order: waits for the one before
        Assert.Equal(2, ring.Reclaim());
        Assert.True(ring.TryAdd(frame));
        Assert.True(ring.TryAdd(frame));
        Assert.False(ring.TryAdd(frame));
        Assert.Equal(1, ring.Tail);
    }

    [Fact]
    public void ADescriptorSaysWhatTheFrameIs()
    {
        TransmitRing ring = new(_descriptors.Buffer, _buffers.Buffer, Size);
        Assert.True(ring.TryAdd([1, 2, 3]));
        Assert.True(ring.TryAdd([4, 5, 6, 7]));
        Assert.Equal(0x8000ul + 2048, _descriptors.Buffer.Read<ulong>(16));
        Assert.Equal(4, _descriptors.Buffer.Read<ushort>(24));
        Assert.Equal(11, _descriptors.Buffer.Read<byte>(27));
        Assert.Equal([4, 5, 6, 7], _buffers.Buffer.Bytes(2048, 4).ToArray());
    }

    /// <summary>A device that reports what it was not given gets no credit for it.</summary>
    [Fact]
    public void ReportsOfNothingCountForNothing()
    {
        TransmitRing ring = new(_descriptors.Buffer, _buffers.Buffer, Size);
        for (int i = 0; i < Size; i++)
        {
            DeviceSends(i);
        }

        Assert.Equal(0, ring.Reclaim());
        Assert.True(ring.TryAdd(new byte[60]));
        Assert.Equal(0, ring.Reclaim());
    }

    private ReceiveRing Receive() => new(_descriptors.Buffer, _buffers.Buffer, Size);

    private void DeviceFills(int index, int length, byte status, byte errors = 0)
    {
        _descriptors.Buffer.Write((index * 16) + 8, (ushort)length);
        _descriptors.Buffer.Write((index * 16) + 13, errors);
        _descriptors.Buffer.Write((index * 16) + 12, status);
    }

    private void DeviceSends(int index) => _descriptors.Buffer.Write((index * 16) + 12, Done);
}
