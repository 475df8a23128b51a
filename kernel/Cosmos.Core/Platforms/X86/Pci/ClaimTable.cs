// Which functions are claimed, and the way back. The order of an end is what makes it safe to give memory away that a
// device has written to: first its interrupts are closed (by the runtime, with the lines), then it is forbidden to
// begin accesses; then one of its registers is read, and the answer, which may not overtake what the device has written
// (PCI Express Base Specification 5.0 §2.4.1; PCI Local Bus Specification 3.0 §3.2.5), says that all of that has
// arrived; only then its memory is free. A device that does not obey keeps its claim and its memory, for good: that is
// counted, and cheaper than memory that somebody else writes to.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>The claims on PCI functions. Preemption off.</summary>
internal static class ClaimTable
{
    /// <summary>How many there can be; 0 is none.</summary>
    public const int Most = 31;

    private const uint Nothing = 0xFFFF_FFFF;
    private const uint KindMask = 0x7F;

    private static Claims s_claims;
    private static InterruptSpinLock s_lock;

    [InlineArray(Most + 1)]
    private struct Claims
    {
        private Claim _first;
    }

    /// <summary>Devices that did not let go of their memory.</summary>
    public static int Quarantined { get; private set; }

    /// <summary>Bytes that devices reach now.</summary>
    public static long BufferBytes
    {
        get
        {
            long pages = 0;
            for (int claim = 1; claim <= Most; claim++)
            {
                for (int i = 0; i < s_claims[claim].BufferCount; i++)
                {
                    pages += s_claims[claim].Buffers[i].Pages;
                }
            }

            return pages << PageSize.Shift;
        }
    }

    /// <summary>A claim.</summary>
    public static ref Claim At(int claim) => ref s_claims[claim];

    /// <summary>Claims a function: it answers at its memory addresses from then on, and does nothing else.</summary>
    public static PciFault TryOpen(PciAddress function, out int claim)
    {
        claim = 0;
        ConfigurationAccess access = default;
        if ((ushort)access.Read(function, PciHeader.Identity) == ushort.MaxValue)
        {
            return PciFault.Absent;
        }

        if ((access.Read(function, PciHeader.Kind) >> 16 & KindMask) != 0)
        {
            return PciFault.NotADevice;
        }

        if (!PciCapabilities.IsSound(access, function))
        {
            return PciFault.BadCapabilities;
        }

        PciFault fault = Take(function, out claim);
        if (fault == PciFault.None)
        {
            Command(function, PciHeader.MemoryEnable | PciHeader.InterruptDisable);
        }

        return fault;
    }

    /// <summary>Silences a claim's device. False: it does not obey, and its claim stays for ever.</summary>
    public static bool TryQuiesce(int claim)
    {
        ConfigurationAccess access = default;
        PciAddress function = s_claims[claim].Function;
        int capability = PciCapabilities.Find(access, function, PciCapabilities.MsiX);
        if (capability != 0)
        {
            MessageCapability.Switch(access, function, capability, MessageCapability.MsiXEnable, isOn: false);
        }

        Command(function, PciHeader.InterruptDisable);
        uint command = access.Read(function, PciHeader.Command);
        bool isQuiet = command == Nothing || (command & PciHeader.BusMaster) == 0;
        if (!isQuiet)
        {
            Quarantined++;
        }

        return isQuiet;
    }

    /// <summary>Frees one buffer of a quiet device. False: it has none.</summary>
    public static bool TryFreeOne(int claim)
    {
        ref Claim record = ref s_claims[claim];
        if (record.BufferCount == 0)
        {
            return false;
        }

        Claim.Buffer buffer = record.Buffers[--record.BufferCount];
        for (int page = 0; page < buffer.Pages; page++)
        {
            PhysicalPages.Release(new PhysicalAddress(buffer.Address + ((ulong)page << PageSize.Shift)));
        }

        return true;
    }

    /// <summary>The next one may claim it.</summary>
    public static void Close(int claim)
    {
        ulong flags = s_lock.Acquire();
        s_claims[claim] = default;
        s_lock.Release(flags);
    }

    /// <summary>Sets a function's command register.</summary>
    public static void Command(PciAddress function, uint value)
        => default(ConfigurationAccess).Write(function, PciHeader.Command, sizeof(ushort), value);

    /// <summary>Asks a BAR of a claim for its place, once.</summary>
    public static PciFault TryPlace(int claim, int bar, out BarRange range)
    {
        range = default;
        ref Claim record = ref s_claims[claim];
        if (bar is < 0 or >= PciHeader.Bars)
        {
            return PciFault.NoMemory;
        }

        range = record.Bars[bar];
        if (range.Length != 0)
        {
            return PciFault.None;
        }

        PciFault fault = BarRange.Probe(default(ConfigurationAccess), record.Function, bar, out range);
        if (fault != PciFault.None)
        {
            return fault;
        }

        if (!DevicePlaces.AreFree(PlaceOf(range)) || IsAnothers(claim, range))
        {
            return PciFault.Overlap;
        }

        record.Bars[bar] = range;
        return PciFault.None;
    }

    private static bool IsAnothers(int claim, in BarRange range)
    {
        for (int other = 1; other <= Most; other++)
        {
            for (int bar = 0; bar < PciHeader.Bars && other != claim; bar++)
            {
                if (DevicePlaces.Overlap(PlaceOf(range), PlaceOf(s_claims[other].Bars[bar])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static AddressRange PlaceOf(in BarRange range) =>
        AddressRange.Between(range.Address, range.Address + range.Length);

    private static PciFault Take(PciAddress function, out int claim)
    {
        claim = 0;
        PciFault fault = PciFault.None;
        ulong flags = s_lock.Acquire();
        for (int i = Most; i > 0; i--)
        {
            if (!s_claims[i].IsTaken)
            {
                claim = i;
            }
            else if (s_claims[i].Function.Number == function.Number)
            {
                fault = PciFault.Claimed;
            }
        }

        fault = fault == PciFault.None && claim == 0 ? PciFault.Limit : fault;
        if (fault == PciFault.None)
        {
            s_claims[claim] = new Claim { IsTaken = true, Function = function };
        }

        s_lock.Release(flags);
        return fault;
    }
}
