// A virtqueue against a device that the test plays: as VirtIO 1.2 §2.7 has it, and as it forbids.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Network;
using Cosmos.Drivers.VirtioNet;

namespace Cosmos.Tests.Unit.Drivers;

public sealed class VirtQueueTests : IDisposable
{
    private const int Size = 8;
    private const int Available = Size * 16;
    private const int Used = Available + 4 + (Size * 2) + 2 + 2; // on a multiple of 4
    private readonly DeviceMemory _rings = new(4096);
    private readonly DeviceMemory _buffers = new(Size * VirtQueue.BufferBytes, 0x2_0000_0000);
    private readonly VirtQueue _queue;
    private ushort _used;
    private ushort _taken;

    public VirtQueueTests() => _queue = new VirtQueue(_rings.Buffer, _buffers.Buffer, Size, isForDevice: true);

    public void Dispose()
    {
        _rings.Dispose();
        _buffers.Dispose();
    }

    [Fact]
    public void BuffersComeBackAsTheyWereUsed()
    {
        GiveAll();
        int first = DeviceTakes();
        int second = DeviceTakes();
        DeviceUses(second, 100);
        DeviceUses(first, 60);
        Assert.True(_queue.HasUsed);
        Assert.True(_queue.TryTake(out int buffer, out int length));
        Assert.Equal((second, 100), (buffer, length));
        Assert.True(_queue.TryTake(out buffer, out length));
        Assert.Equal((first, 60), (buffer, length));
        Assert.False(_queue.TryTake(out _, out _));
        Assert.False(_queue.HasUsed);
        Assert.Equal(Size - 2, _queue.Given);
    }

    [Fact]
    public void ADescriptorSaysWhereItsBufferIsAndThatTheDeviceWrites()
    {
        Assert.True(_queue.TryRent(out int buffer));
        _queue.Give(buffer, 1500);
        int descriptor = DeviceTakes() * 16;
        Assert.Equal(0x2_0000_0000 + ((ulong)buffer * 2048), _rings.Buffer.Read<ulong>(descriptor));
        Assert.Equal(1500u, _rings.Buffer.Read<uint>(descriptor + 8));
        Assert.Equal(2, _rings.Buffer.Read<ushort>(descriptor + 12));
    }

    [Fact]
    public void AFullQueueHasNoBuffer()
    {
        GiveAll();
        Assert.False(_queue.TryRent(out _));
        DeviceUses(DeviceTakes(), 60);
        Assert.False(_queue.TryRent(out _)); // used and not taken yet
        Assert.True(_queue.TryTake(out _, out _));
        Assert.True(_queue.TryRent(out _));
    }

    /// <summary>Indexes of 16 bits, and a ring of 8: both wrap, many times.</summary>
    [Fact]
    public void IndexesWrap()
    {
        for (int i = 0; i < 70_000; i++)
        {
            Assert.True(_queue.TryRent(out int buffer));
            _queue.Give(buffer, 60);
            Assert.Equal(buffer, DeviceTakes());
            DeviceUses(buffer, (uint)(i % 1500));
            Assert.True(_queue.TryTake(out int back, out int length));
            Assert.Equal((buffer, i % 1500), (back, length));
        }
    }

    [Fact]
    public void ALengthBeyondTheBufferIsCut()
    {
        GiveAll();
        DeviceUses(DeviceTakes(), 0xFFFF_FFFF);
        Assert.True(_queue.TryTake(out _, out int length));
        Assert.Equal(VirtQueue.BufferBytes, length);
    }

    [Theory]
    [InlineData(Size)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void ABufferThatThereIsNotEndsTheDriver(int id)
    {
        GiveAll();
        DeviceUses(id, 60);
        Assert.Throws<DeviceFaultException>(() => _queue.TryTake(out _, out _));
    }

    [Fact]
    public void ABufferThatTheDeviceDoesNotHaveEndsTheDriver()
    {
        GiveAll();
        DeviceUses(3, 60);
        Assert.True(_queue.TryTake(out _, out _));
        DeviceUses(3, 60);
        Assert.Throws<DeviceFaultException>(() => _queue.TryTake(out _, out _));
    }

    [Theory]
    [InlineData(Size + 1)]
    [InlineData(0xFFFF)]
    public void MoreThanTheDeviceHasEndsTheDriver(int index)
    {
        GiveAll();
        _rings.Buffer.Write(Used + 2, (ushort)index);
        Assert.Throws<DeviceFaultException>(() => _queue.TryTake(out _, out _));
    }

    [Fact]
    public void HintsGoBothWays()
    {
        _queue.AllowInterrupts(false);
        Assert.Equal(1, _rings.Buffer.Read<ushort>(Available));
        _queue.AllowInterrupts(true);
        Assert.Equal(0, _rings.Buffer.Read<ushort>(Available));
        Assert.True(_queue.WantsNotice);
        _rings.Buffer.Write(Used, (ushort)1);
        Assert.False(_queue.WantsNotice);
    }

    [Fact]
    public void MemoryIsHeldToItsEnds()
    {
        DmaBuffer memory = _rings.Buffer;
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<uint>(-4));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<uint>(4096));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<uint>(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Write(4092, 0ul));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Bytes(4000, 97).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Bytes(1, int.MaxValue).Length);
        Assert.Equal(96, memory.Bytes(4000, 96).Length);
    }

    private void GiveAll()
    {
        while (_queue.TryRent(out int buffer))
        {
            _queue.Give(buffer, VirtQueue.BufferBytes);
        }
    }

    private int DeviceTakes()
    {
        Assert.NotEqual(_taken, _rings.Buffer.Read<ushort>(Available + 2));
        return _rings.Buffer.Read<ushort>(Available + 4 + (_taken++ % Size * 2));
    }

    private void DeviceUses(int id, uint length)
    {
        _rings.Buffer.Write(Used + 4 + (_used % Size * 8), (uint)id);
        _rings.Buffer.Write(Used + 8 + (_used % Size * 8), length);
        _rings.Buffer.Write(Used + 2, ++_used);
    }
}
