// Which functions are claimed, and the way back. The order of an end is what makes it safe to give memory away that a
// device has written to: first its interrupts are closed (by the runtime, with the lines), then it is forbidden to
// begin accesses; then one of its registers is read, and the answer, which may not overtake what the device has written
// (PCI Express Base Specification 5.0 §2.4.1; PCI Local Bus Specification 3.0 §3.2.5), says that all of that has
// arrived; only then its memory is free. A device that does not obey keeps its claim and its memory, for good: that is
// counted, and cheaper than memory that somebody else writes to.
//
// A driver that is killed and comes back finds the function as it was: it goes on answering at its addresses, and how
// large its BARs are is remembered. Asking needs the function to be silent, and under a hypervisor each time a function
// falls silent or answers again the map of addresses is made anew, for all cores, whatever they are doing.
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

    // The commands of a function that somebody has and that does nothing yet, or any more.
    private const uint Quiet = PciHeader.MemoryEnable | PciHeader.InterruptDisable;

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
        uint identity = access.Read(function, PciHeader.Identity);
        if ((ushort)identity == ushort.MaxValue)
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

        PciFault fault = Take(function, identity, out claim);
        if (fault == PciFault.None)
        {
            Command(function, Quiet);
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

        Command(function, Quiet);
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
        s_claims[claim].IsTaken = false;
        s_lock.Release(flags);
    }

    /// <summary>Sets a function's command register.</summary>
    public static void Command(PciAddress function, uint value)
        => default(ConfigurationAccess).Write(function, PciHeader.Command, sizeof(ushort), value);

    /// <summary>Where a BAR of a claim is; it is asked for its size once, as long as the function stays there.
    /// </summary>
    public static PciFault TryPlace(int claim, int bar, out BarRange range)
    {
        range = default;
        ref Claim record = ref s_claims[claim];
        if (bar is < 0 or >= PciHeader.Bars)
        {
            return PciFault.NoMemory;
        }

        ConfigurationAccess access = default;
        range = record.Bars[bar];
        if (range.Length == 0 || !range.IsAt(access, record.Function, bar))
        {
            PciFault fault = BarRange.Probe(access, record.Function, bar, out range);
            if (fault != PciFault.None)
            {
                return fault;
            }
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
            bool isAnother = other != claim && s_claims[other].IsTaken;
            for (int bar = 0; bar < PciHeader.Bars && isAnother; bar++)
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

    // The place where the function was last, so that its BARs are known; or else one where none was; or else any.
    private static PciFault Take(PciAddress function, uint identity, out int claim)
    {
        claim = 0;
        int best = 0;
        PciFault fault = PciFault.Limit;
        ulong flags = s_lock.Acquire();
        for (int i = 1; i <= Most; i++)
        {
            bool isItsOwn = s_claims[i].Identity != 0 && s_claims[i].Function.Number == function.Number;
            int worth = isItsOwn ? 3 : s_claims[i].Identity == 0 ? 2 : 1;
            if (isItsOwn && s_claims[i].IsTaken)
            {
                fault = PciFault.Claimed;
                claim = 0;
                break;
            }

            if (!s_claims[i].IsTaken && worth > best)
            {
                best = worth;
                claim = i;
                fault = PciFault.None;
            }
        }

        if (claim != 0)
        {
            Open(ref s_claims[claim], function, identity);
        }

        s_lock.Release(flags);
        return fault;
    }

    private static void Open(ref Claim record, PciAddress function, uint identity)
    {
        bool isSame = record.Function.Number == function.Number && record.Identity == identity;
        Claim.BarList bars = isSame ? record.Bars : default;
        record = new Claim { IsTaken = true, Function = function, Identity = identity, Bars = bars };
    }
}
