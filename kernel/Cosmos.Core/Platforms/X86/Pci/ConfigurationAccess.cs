// The two ways to configuration space. The ports 0xCF8 and 0xCFC (PCI Local Bus Specification 3.0 §3.2.2.3.2) are on
// every PC and reach the first 256 bytes of a function. Where ACPI's MCFG names a window into memory (PCI Express Base
// Specification 5.0 §7.2.2), it reaches all 4096 bytes without a lock. The window is used only if what stands in it is
// what the ports show, and if no memory of ours is there: a table may be wrong.
//
// Address and data are two accesses that must not be torn apart, hence the lock.
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>The machine's configuration space. Any context; waits a bounded time.</summary>
internal readonly unsafe struct ConfigurationAccess : IConfigurationAccess
{
    private const ushort AddressPort = 0xCF8;
    private const ushort DataPort = 0xCFC;
    private const uint EnableBit = 1u << 31;
    private const int PortBytes = 256;
    private const uint Nothing = 0xFFFF_FFFF;
    private const int BusShift = 20;

    private static InterruptSpinLock s_lock;
    private static bool s_hasPorts;
    private static ulong s_window;
    private static int s_firstBus;
    private static int s_lastBus;

    /// <summary>Whether there is any.</summary>
    public static bool IsThere => s_hasPorts;

    /// <summary>Where the window into memory lies; empty: there is none.</summary>
    public static AddressRange Window => s_window == 0
        ? default
        : AddressRange.Between(
            s_window + ((ulong)s_firstBus << BusShift), s_window + ((ulong)(s_lastBus + 1) << BusShift));

    /// <summary>Finds out which ways there are. [BootOnly]</summary>
    public static void Initialize()
    {
        // The address register keeps what is written; where there is none, nothing does.
        Ports.Out32(AddressPort, EnableBit);
        s_hasPorts = Ports.In32(AddressPort) == EnableBit;
        for (int i = 0; s_hasPorts && s_window == 0 && i < Acpi.Mcfg.Count; i++)
        {
            McfgWindow window = Acpi.Mcfg[i];
            if (window.Segment == 0 && window.StartBus == 0 && IsTrue(window))
            {
                s_firstBus = window.StartBus;
                s_lastBus = window.EndBus;
                s_window = window.BaseAddress;
            }
        }
    }

    /// <inheritdoc/>
    public uint Read(PciAddress function, int offset)
    {
        byte* register = Place(function, offset);
        if (register != null)
        {
            return Volatile.Read(ref *(uint*)register);
        }

        return offset < PortBytes ? ReadPorts(function, offset) : Nothing;
    }

    /// <inheritdoc/>
    public void Write(PciAddress function, int offset, int width, uint value)
    {
        byte* register = Place(function, offset);
        if (register == null)
        {
            if (offset < PortBytes)
            {
                WritePorts(function, offset, width, value);
            }
        }
        else if (width == sizeof(byte))
        {
            Volatile.Write(ref *register, (byte)value);
        }
        else if (width == sizeof(ushort))
        {
            Volatile.Write(ref *(ushort*)register, (ushort)value);
        }
        else
        {
            Volatile.Write(ref *(uint*)register, value);
        }
    }

    private static bool IsTrue(in McfgWindow window)
    {
        ulong end = window.BaseAddress + ((ulong)(window.EndBus + 1) << BusShift);
        var place = AddressRange.Between(window.BaseAddress, end);
        if (place.Length == 0 || !PageSize.IsAligned(window.BaseAddress) || DevicePlaces.IsMemory(place))
        {
            return false;
        }

        var page = (uint*)Paging.TryMapDevice(window.BaseAddress, PageSize.Bytes);
        return page != null && Volatile.Read(ref *page) == ReadPorts(default, 0);
    }

    // Safety: TryMapDevice maps the function's page for good, and every offset is inside it and aligned.
    private static byte* Place(PciAddress function, int offset)
    {
        if (s_window == 0 || function.Bus < s_firstBus || function.Bus > s_lastBus)
        {
            return null;
        }

        var page = (byte*)Paging.TryMapDevice(s_window + ((ulong)function.Number << PageSize.Shift), PageSize.Bytes);
        return page == null ? null : page + offset;
    }

    private static uint ReadPorts(PciAddress function, int offset)
    {
        ulong flags = s_lock.Acquire();
        Ports.Out32(AddressPort, EnableBit | (uint)function.Number << 8 | (uint)(offset & ~3));
        uint value = Ports.In32(DataPort);
        s_lock.Release(flags);
        return value;
    }

    private static void WritePorts(PciAddress function, int offset, int width, uint value)
    {
        var port = (ushort)(DataPort + (offset & 3));
        ulong flags = s_lock.Acquire();
        Ports.Out32(AddressPort, EnableBit | (uint)function.Number << 8 | (uint)(offset & ~3));
        if (width == sizeof(byte))
        {
            Ports.Out8(port, (byte)value);
        }
        else if (width == sizeof(ushort))
        {
            Ports.Out16(port, (ushort)value);
        }
        else
        {
            Ports.Out32(port, value);
        }

        s_lock.Release(flags);
    }
}
