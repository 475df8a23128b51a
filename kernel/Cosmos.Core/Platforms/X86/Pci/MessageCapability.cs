// How a function sends interrupts as messages: writes to an address that the local APICs listen at (Intel SDM Vol. 3A
// §10.11), with MSI one for the function (PCI Local Bus Specification 3.0 §6.8.1), with MSI-X a table of many in one of
// its BARs (§6.8.2). Where the table is, is the device's word, too.
using Cosmos.Core.Abi;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>The layout of the two capabilities.</summary>
internal static class MessageCapability
{
    /// <summary>Bytes of an entry of MSI-X's table.</summary>
    public const int EntryBytes = 16;

    /// <summary>In an entry: the address, low half.</summary>
    public const int EntryAddress = 0;

    /// <summary>In an entry: the data.</summary>
    public const int EntryData = 8;

    /// <summary>In an entry: bit 0 holds its messages back.</summary>
    public const int EntryControl = 12;

    /// <summary>Of both: 16 bits of control, in the upper half of the first word.</summary>
    public const int ControlOffset = 2;

    /// <summary>MSI-X control: on.</summary>
    public const uint MsiXEnable = 1 << 15;

    /// <summary>MSI control: on.</summary>
    public const uint MsiEnable = 1 << 0;

    private const uint MsiIsWide = 1 << 7;
    private const uint MsiVectorCount = 0b111 << 4;
    private const ulong MessageBase = 0xFEE0_0000;
    private const uint MostTargets = 0xFF;

    /// <summary>Whether a message reaches a core: eight bits is all there is room for.</summary>
    public static bool Reaches(uint apicId) => apicId < MostTargets;

    /// <summary>The address of a core: a fixed physical destination.</summary>
    public static uint AddressOf(uint apicId) => (uint)(MessageBase | apicId << 12);

    /// <summary>The table of MSI-X, and how many entries it has.</summary>
    public static (int Bar, ulong Offset, int Entries) TableOf<TSpace>(in TSpace space, PciAddress function, int at)
        where TSpace : IConfigurationSpace
    {
        uint table = space.Read(function, at + 4);
        int entries = (int)(space.Read(function, at) >> 16 & 0x7FF) + 1;
        return ((int)(table & 7), table & ~7u, entries);
    }

    /// <summary>Directs MSI to a vector of a core and switches it on, for one message.</summary>
    public static void StartMsi<TAccess>(in TAccess access, PciAddress function, int at, uint apicId, byte vector)
        where TAccess : IConfigurationAccess
    {
        uint control = access.Read(function, at) >> 16;
        bool isWide = (control & MsiIsWide) != 0;
        access.Write(function, at + 4, sizeof(uint), AddressOf(apicId));
        if (isWide)
        {
            access.Write(function, at + 8, sizeof(uint), 0);
        }

        access.Write(function, at + (isWide ? 12 : 8), sizeof(ushort), vector);
        access.Write(function, at + ControlOffset, sizeof(ushort), control & ~MsiVectorCount | MsiEnable);
    }

    /// <summary>Directs MSI to another core. The address's other half is 0 already.</summary>
    public static void Redirect<TAccess>(in TAccess access, PciAddress function, int at, uint apicId)
        where TAccess : IConfigurationAccess => access.Write(function, at + 4, sizeof(uint), AddressOf(apicId));

    /// <summary>Switches either capability on or off.</summary>
    public static void Switch<TAccess>(in TAccess access, PciAddress function, int at, uint bits, bool isOn)
        where TAccess : IConfigurationAccess
    {
        uint control = access.Read(function, at) >> 16;
        access.Write(function, at + ControlOffset, sizeof(ushort), isOn ? control | bits : control & ~bits);
    }
}
