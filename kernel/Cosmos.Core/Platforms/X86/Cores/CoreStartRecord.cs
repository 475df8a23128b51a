// What a core is handed when it starts, and what it answers. It lies in the image, below 4 GiB, where 32-bit code
// reaches it. The boot core writes it, then the stage; the core that it is for takes the stage on.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>The record of the core that is being started.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x38)]
internal unsafe struct CoreStartRecord
{
    /// <summary>How far it has come: <see cref="CoreStage"/>.</summary>
    [FieldOffset(0x00)] public uint Stage;

    /// <summary>Whom it is for.</summary>
    [FieldOffset(0x04)] public uint ApicId;

    /// <summary>Why the core cannot be used: the address of a zero-terminated text.</summary>
    [FieldOffset(0x08)] public uint Missing;

    /// <summary>CR3.</summary>
    [FieldOffset(0x10)] public ulong Root;

    /// <summary>GS base.</summary>
    [FieldOffset(0x18)] public CoreBlock* Core;

    /// <summary>FS base: the context that the core begins in.</summary>
    [FieldOffset(0x20)] public ContextBlock* Context;

    /// <summary>RSP.</summary>
    [FieldOffset(0x28)] public byte* Stack;

    /// <summary>
    /// What the core takes its time-stamp counter to be ahead, before it was compared. Nothing is known then: 0. Tests
    /// write something else, through the debugger, to have a core whose counter disagrees.
    /// </summary>
    [FieldOffset(0x30)] public long TscOffset;

    /// <summary>The one record.</summary>
    public static CoreStartRecord* Current => Address();

    [DllImport("*", EntryPoint = "cosmos_core_start_record"), SuppressGCTransition]
    private static extern CoreStartRecord* Address();
}

/// <summary>The stages of a start.</summary>
[AssemblyLayout]
internal static class CoreStage
{
    /// <summary>No core is started; one that comes now is too late.</summary>
    public const uint None = 0;

    /// <summary>A core was sent for.</summary>
    public const uint Wanted = 1;

    /// <summary>It came.</summary>
    public const uint Taken = 2;

    /// <summary>It came and halted: <see cref="CoreStartRecord.Missing"/> says why, in a sentence.</summary>
    public const uint Unfit = 3;

    /// <summary>
    /// It came and halted: <see cref="CoreStartRecord.Missing"/> names what core 1 has and it has not.
    /// </summary>
    public const uint Unlike = 4;

    /// <summary>It runs C#, serves interrupts, and answers the comparison of counters.</summary>
    public const uint Arrived = 5;

    /// <summary>It is one of the machine's cores.</summary>
    public const uint Accepted = 6;
}
