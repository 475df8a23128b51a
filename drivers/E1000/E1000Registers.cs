// Registers of the 82540EM: PCI/PCI-X Family of Gigabit Ethernet Controllers Software Developer's Manual (Intel order
// 317453, revision 4.0), §13.4. Only what the driver uses; the names are the manual's.
using Cosmos.Core.Abi;

namespace Cosmos.Drivers.E1000;

/// <summary>Offsets in BAR 0, §13.3.</summary>
internal static class E1000Registers
{
    /// <summary>Bytes of BAR 0 that registers are in.</summary>
    public const int Bytes = 0x2_0000;

    /// <summary>Entries of 32 bits in the table of multicast addresses.</summary>
    public const int MulticastEntries = 128;

    /// <summary>Device control, §13.4.1.</summary>
    public static Register<uint> Ctrl => new(0x0000);

    /// <summary>Device status, §13.4.2.</summary>
    public static ReadRegister<uint> Status => new(0x0008);

    /// <summary>EEPROM read, §13.4.4.</summary>
    public static Register<uint> Eerd => new(0x0014);

    /// <summary>Interrupt cause; reading clears it and lets go of the pin, §13.4.17.</summary>
    public static ReadRegister<uint> Icr => new(0x00C0);

    /// <summary>Least time between interrupts in units of 256 ns, §13.4.18.</summary>
    public static Register<uint> Itr => new(0x00C4);

    /// <summary>Interrupts to be allowed, §13.4.20.</summary>
    public static Register<uint> Ims => new(0x00D0);

    /// <summary>Interrupts to be forbidden, §13.4.21.</summary>
    public static WriteRegister<uint> Imc => new(0x00D8);

    /// <summary>Receive control, §13.4.22.</summary>
    public static Register<uint> Rctl => new(0x0100);

    /// <summary>Transmit control, §13.4.33.</summary>
    public static Register<uint> Tctl => new(0x0400);

    /// <summary>Gap between frames, §13.4.34.</summary>
    public static Register<uint> Tipg => new(0x0410);

    /// <summary>Receive ring: address low, §13.4.25.</summary>
    public static Register<uint> Rdbal => new(0x2800);

    /// <summary>Receive ring: address high, §13.4.26.</summary>
    public static Register<uint> Rdbah => new(0x2804);

    /// <summary>Receive ring: bytes, §13.4.27.</summary>
    public static Register<uint> Rdlen => new(0x2808);

    /// <summary>Receive ring: the device's place, §13.4.28.</summary>
    public static Register<uint> Rdh => new(0x2810);

    /// <summary>Receive ring: one behind the last that the device may use, §13.4.29.</summary>
    public static Register<uint> Rdt => new(0x2818);

    /// <summary>How long a receive interrupt waits for more, §13.4.30.</summary>
    public static Register<uint> Rdtr => new(0x2820);

    /// <summary>Transmit ring: address low, §13.4.36.</summary>
    public static Register<uint> Tdbal => new(0x3800);

    /// <summary>Transmit ring: address high, §13.4.37.</summary>
    public static Register<uint> Tdbah => new(0x3804);

    /// <summary>Transmit ring: bytes, §13.4.38.</summary>
    public static Register<uint> Tdlen => new(0x3808);

    /// <summary>Transmit ring: the device's place, §13.4.39.</summary>
    public static Register<uint> Tdh => new(0x3810);

    /// <summary>Transmit ring: one behind the last to be sent, §13.4.40.</summary>
    public static Register<uint> Tdt => new(0x3818);

    /// <summary>Address of the station, low 32 bits, §13.5.2.</summary>
    public static Register<uint> Ral0 => new(0x5400);

    /// <summary>Address of the station, high 16 bits, §13.5.3.</summary>
    public static Register<uint> Rah0 => new(0x5404);

    /// <summary>The table of multicast addresses, §13.5.1.</summary>
    public static Register<uint> Mta(int index) => new(0x5200 + (index * sizeof(uint)));
}

/// <summary>Bits of the registers, by the manual's names.</summary>
internal static class E1000Bits
{
    /// <summary>CTRL: link reset.</summary>
    public const uint CtrlLrst = 1u << 3;

    /// <summary>CTRL: find out the speed.</summary>
    public const uint CtrlAsde = 1u << 5;

    /// <summary>CTRL: the link is to be up.</summary>
    public const uint CtrlSlu = 1u << 6;

    /// <summary>CTRL: invert loss of signal.</summary>
    public const uint CtrlIlos = 1u << 7;

    /// <summary>CTRL: reset.</summary>
    public const uint CtrlRst = 1u << 26;

    /// <summary>CTRL: reset the PHY.</summary>
    public const uint CtrlPhyRst = 1u << 31;

    /// <summary>STATUS: the link is up.</summary>
    public const uint StatusLu = 1u << 1;

    /// <summary>EERD: begin.</summary>
    public const uint EerdStart = 1u << 0;

    /// <summary>EERD: done.</summary>
    public const uint EerdDone = 1u << 4;

    /// <summary>Causes: a descriptor was sent; the link changed; few descriptors; overrun; a frame has come.</summary>
    public const uint Causes = 1u << 0 | 1u << 2 | 1u << 4 | 1u << 6 | 1u << 7;

    /// <summary>RCTL: on; broadcasts; buffers of 2048 bytes (0); the checksum is taken off.</summary>
    public const uint Receive = 1u << 1 | 1u << 15 | 1u << 26;

    /// <summary>TCTL: on; short frames are padded; collisions: 15 tries, and full duplex's distance.</summary>
    public const uint Transmit = 1u << 1 | 1u << 3 | 0x0Fu << 4 | 0x40u << 12;

    /// <summary>TIPG for copper, §13.4.34.</summary>
    public const uint Gaps = 10u | 8u << 10 | 6u << 20;

    /// <summary>RAH: the address is valid.</summary>
    public const uint RahAv = 1u << 31;
}
