// All that belongs to one core of the kernel's: the thread that plays it, its alarm, what others want of it. GS base
// points at it, which Linux leaves to programs, so handlers find it whatever context they interrupt, also in the
// middle of a switch.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>A core's private state, at GS base.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x140)]
internal unsafe struct LinuxCore
{
    /// <summary>This record's own address, where <see cref="X86.Cpu.CoreBlock.Self"/> stands on the machine.</summary>
    [FieldOffset(0x00)] public LinuxCore* Self;

    /// <summary>Cores are numbered from 1, the process's first thread.</summary>
    [FieldOffset(0x08)] public int Number;

    /// <summary>The thread's number.</summary>
    [FieldOffset(0x0C)] public int Thread;

    /// <summary>Its timer.</summary>
    [FieldOffset(0x10)] public int Timer;

    /// <summary>When its alarm rings; <see cref="long.MaxValue"/>: it does not.</summary>
    [FieldOffset(0x18)] public long ArmedNs;

    /// <summary>Alarms so far.</summary>
    [FieldOffset(0x20)] public ulong Alarms;

    /// <summary>The context that it began in.</summary>
    [FieldOffset(0x28)] public ContextBlock* Idle;

    /// <summary>What others want of it: bits of <see cref="CoreRequests"/>. On a cache line of its own.</summary>
    [FieldOffset(0x40)] public uint Requests;

    /// <summary>How far its start has come; a futex.</summary>
    [FieldOffset(0x44)] public int Stage;

    /// <summary>Its registers when it was stopped for good; null: it was not, or not yet.</summary>
    [FieldOffset(0x48)] public CpuState* StoppedAt;

    /// <summary>The process that it ran then; 0: none.</summary>
    [FieldOffset(0x30)] public int StoppedProcess;

    /// <summary>How often it answered others.</summary>
    [FieldOffset(0x34)] public uint Served;

    /// <summary>Room for them.</summary>
    [FieldOffset(0x50)] public CpuState Stopped;

    /// <summary>The record of the core that executes this.</summary>
    public static LinuxCore* Current => ReadSelf();

    [DllImport("*", EntryPoint = "cosmos_core_block"), SuppressGCTransition]
    private static extern LinuxCore* ReadSelf();
}
