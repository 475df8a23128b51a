// A PCI function that a process has claimed: nobody else reaches it. What it may be made to do is what this file has.
// The registers that say where it answers, where its interrupts go and whether it may begin accesses are the kernel's;
// a driver writes the rest of configuration space, the registers in its BARs, and memory that the kernel gave it.
//
// Nothing is given back by the process: its end does that (Devices/DeviceClaims in the runtime).
using System;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Memory;
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Core.Abi;

/// <summary>A claimed PCI function. Its owner only; does not block.</summary>
public sealed unsafe class PciDevice : DeviceHandle, IConfigurationSpace
{
    /// <summary>Bytes of the largest buffer.</summary>
    public const int LargestBuffer = 4 << 20;

    private const ulong Reach32 = 1UL << 32;
    private readonly int _claim;

    internal PciDevice(int claim)
    {
        _claim = claim;
        Function = ClaimTable.At(claim).Function;
    }

    /// <summary>Where it is.</summary>
    public PciAddress Function { get; }

    /// <summary>The claim's number.</summary>
    public int Claim => _claim;

    /// <summary>Four bytes of its configuration space.</summary>
    /// <param name="offset">A multiple of 4, below 4096.</param>
    public uint Read(int offset) => default(PciSpace).Read(Function, offset);

    /// <inheritdoc/>
    uint IConfigurationSpace.Read(PciAddress function, int offset) => default(PciSpace).Read(function, offset);

    /// <summary>The place of a capability; 0: there is none. See <see cref="PciCapabilities.Find"/>.</summary>
    public int FindCapability(int id, int after = 0) => PciCapabilities.Find(default(PciSpace), Function, id, after);

    /// <summary>
    /// Writes what is the vendor's own of configuration space: behind the header, and not in a capability for
    /// interrupts.
    /// </summary>
    /// <typeparam name="T">byte, ushort or uint.</typeparam>
    /// <param name="offset">A multiple of its size.</param>
    /// <param name="value">What.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is the kernel's.</exception>
    public void WriteConfiguration<T>(int offset, T value)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)sizeof(T), (uint)sizeof(uint));
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, PciHeader.End);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, 4096 - sizeof(T));
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset & (sizeof(T) - 1), 0);
        ThrowIfKernels(offset, PciCapabilities.MsiX, 12);
        ThrowIfKernels(offset, PciCapabilities.Msi, 24);
        uint bits = 0;
        *(T*)&bits = value; // Safety: T is no larger than the word.
        default(ConfigurationAccess).Write(Function, offset, sizeof(T), bits);
    }

    /// <summary>Maps registers.</summary>
    /// <param name="bar">Which BAR, 0 to 5; of one with 64 bits the lower number.</param>
    /// <param name="offset">Where in it.</param>
    /// <param name="length">Bytes; 0: all of it.</param>
    /// <param name="registers">The registers.</param>
    public PciFault TryMap(int bar, long offset, int length, out Mmio? registers)
    {
        registers = null;
        Preemption.Disable();
        PciFault fault = TryMap(bar, (ulong)offset, (ulong)length, out byte* start, out int mapped);
        Preemption.Enable();
        if (fault == PciFault.None)
        {
            registers = new Mmio(start, mapped);
        }

        return fault;
    }

    /// <summary>Memory for the device, zeroed. False: there is none, or the claim has as much as it may.</summary>
    /// <param name="bytes">How much; whole pages are given, at most <see cref="LargestBuffer"/>.</param>
    /// <param name="is32Bit">Whether the device reaches addresses below 4 GiB only.</param>
    /// <param name="buffer">The memory.</param>
    public bool TryAllocate(int bytes, bool is32Bit, out DmaBuffer? buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, LargestBuffer);
        buffer = null;
        ulong length = PageSize.RoundUp((ulong)bytes);
        ulong limit = is32Bit ? Reach32 : DirectMap.Length;
        bool isDone = TryTake(length, limit, out PhysicalAddress address)
            || (Machine.TryReclaimMemory((long)length) && TryTake(length, limit, out address));
        if (!isDone)
        {
            return false;
        }

        // Safety: the pages are this claim's alone, and the direct map shows them.
        var start = (byte*)DirectMap.Pointer(address);
        PageZero.Clear(start, length);
        buffer = new DmaBuffer(start, address.Value, (int)length);
        return true;
    }

    /// <summary>
    /// Lets the device begin accesses to memory, and forbids it. Before it may, its driver has reset it: it may have
    /// been told addresses by the one before.
    /// </summary>
    public void SetBusMaster(bool isOn)
    {
        Preemption.Disable();
        ConfigurationAccess access = default;
        uint command = access.Read(Function, PciHeader.Command) & 0xFFFF;
        ClaimTable.Command(Function, isOn ? command | PciHeader.BusMaster : command & ~PciHeader.BusMaster);
        Preemption.Enable();
    }

    private PciFault TryMap(int bar, ulong offset, ulong length, out byte* start, out int mapped)
    {
        start = null;
        mapped = 0;
        PciFault fault = ClaimTable.TryPlace(_claim, bar, out BarRange range);
        if (fault != PciFault.None)
        {
            return fault;
        }

        length = length == 0 ? range.Length - offset : length;
        if (offset >= range.Length || length > range.Length - offset || length > LargestBuffer
            || ClaimInterrupts.IsTable(_claim, bar, offset, length))
        {
            return PciFault.OutOfRange;
        }

        start = (byte*)Paging.TryMapDevice(range.Address + offset, length);
        mapped = (int)length;
        return start == null ? PciFault.Overlap : PciFault.None;
    }

    private bool TryTake(ulong length, ulong limit, out PhysicalAddress address)
    {
        address = default;
        Preemption.Disable();
        ref Claim claim = ref ClaimTable.At(_claim);
        bool isTaken = claim.BufferCount < Platforms.X86.Pci.Claim.MostBuffers
            && PhysicalPages.TryAllocateRun(length >> PageSize.Shift, PageSize.Bytes, limit, out address);
        if (isTaken)
        {
            claim.Buffers[claim.BufferCount].Address = address.Value;
            claim.Buffers[claim.BufferCount++].Pages = (int)(length >> PageSize.Shift);
        }

        Preemption.Enable();
        return isTaken;
    }

    private void ThrowIfKernels(int offset, int id, int length)
    {
        int at = FindCapability(id);
        if (at != 0 && offset >= at && offset < at + length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), "Where interrupts are directed is the kernel's.");
        }
    }
}
