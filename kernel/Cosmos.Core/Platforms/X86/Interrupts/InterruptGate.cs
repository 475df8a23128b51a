using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>A 64-bit interrupt gate, one entry of the IDT; Intel SDM Vol. 3A §6.14.1, Figure 6-8.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct InterruptGate
{
    /// <summary>Present, ring 0, interrupt gate: interrupts are masked on entry.</summary>
    public const byte PresentInterruptGate = 0x8E;

    /// <summary>Handler address, bits 15..0.</summary>
    [FieldOffset(0)] public ushort OffsetLow;

    /// <summary>Code segment.</summary>
    [FieldOffset(2)] public ushort Selector;

    /// <summary>Which interrupt stack, 1 to 7; 0 would stay on the interrupted stack.</summary>
    [FieldOffset(4)] public byte InterruptStack;

    /// <summary>Type and presence.</summary>
    [FieldOffset(5)] public byte Attributes;

    /// <summary>Handler address, bits 31..16.</summary>
    [FieldOffset(6)] public ushort OffsetMiddle;

    /// <summary>Handler address, bits 63..32.</summary>
    [FieldOffset(8)] public uint OffsetHigh;

    /// <summary>Zero.</summary>
    [FieldOffset(12)] public uint Reserved;

    /// <summary>A gate to <paramref name="handler"/>.</summary>
    public static InterruptGate To(ulong handler, ushort selector, byte interruptStack) => new()
    {
        OffsetLow = (ushort)handler,
        Selector = selector,
        InterruptStack = interruptStack,
        Attributes = PresentInterruptGate,
        OffsetMiddle = (ushort)(handler >> 16),
        OffsetHigh = (uint)(handler >> 32),
    };
}
