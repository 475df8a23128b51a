// The records that exception dispatch keeps on the stack. CoreLib's managed dispatcher reads a handful of fields at
// fixed offsets (those of the Windows x64 flavour of CoreLib, taken from its compiled code); the rest is ours.
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>
/// Callee-saved registers, RSP and RIP at a throw or fault site (CoreLib's PAL_LIMITED_CONTEXT, of which it reads
/// only <see cref="Ip"/>).
/// </summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
internal struct ThrowContext
{
    [FieldOffset(0x00)] public nint Ip;
    [FieldOffset(0x08)] public nint Rsp;
    [FieldOffset(0x10)] public nint Rbp;
    [FieldOffset(0x18)] public nint Rbx;
    [FieldOffset(0x20)] public nint R12;
    [FieldOffset(0x28)] public nint R13;
    [FieldOffset(0x30)] public nint R14;
    [FieldOffset(0x38)] public nint R15;
}

/// <summary>One exception being dispatched: CoreLib's ExInfo. Lies on the stack of the context that throws.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x250)]
internal unsafe struct ExceptionRecord
{
    /// <summary>The dispatch that this one began inside of, or null.</summary>
    [FieldOffset(0x000)] public ExceptionRecord* Previous;

    /// <summary>Where the exception was thrown.</summary>
    [FieldOffset(0x008)] public ThrowContext* Site;

    /// <summary>The exception object: a root.</summary>
    [FieldOffset(0x010)] public nint Exception;

    /// <summary>CoreLib's ExKind; see <see cref="ExceptionKind"/>.</summary>
    [FieldOffset(0x018)] public byte Kind;

    /// <summary>1 while a handler is searched, 2 while finally blocks run and the handler is called.</summary>
    [FieldOffset(0x019)] public byte Pass;

    /// <summary>Index of the clause whose handler runs; all ones when none does.</summary>
    [FieldOffset(0x01C)] public uint CurrentClause;

    /// <summary>The walk of the second pass; inside it, the frame whose handler runs.</summary>
    [FieldOffset(0x020)] public StackFrames Frames;

    /// <summary>Stack pointer of a debugger's interest; written by CoreLib, otherwise unused.</summary>
    [FieldOffset(0x240)] public nint NotifyDebuggerStackPointer;
}

/// <summary>CoreLib's ExKind, as far as assembly and the stack walk use it.</summary>
[AssemblyLayout]
internal static class ExceptionKind
{
    /// <summary>A throw statement.</summary>
    public const int Throw = 1;

    /// <summary>A processor exception.</summary>
    public const int HardwareFault = 2;

    /// <summary>The bits that tell how a dispatch began; a rethrow of a processor exception adds 4.</summary>
    public const int OriginMask = 7;

    /// <summary>The dispatch was replaced by a later one that passed its frames.</summary>
    public const int Superseded = 8;
}

/// <summary>
/// Where values of the caller's callee-saved registers lie (CoreLib's REGDISPLAY; it reads only Rsp).
/// </summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x130)]
internal unsafe struct RegisterDisplay
{
    [FieldOffset(0x00)] public nint* Rbx;
    [FieldOffset(0x08)] public nint* Rbp;
    [FieldOffset(0x10)] public nint* R12;
    [FieldOffset(0x18)] public nint* R13;
    [FieldOffset(0x20)] public nint* R14;
    [FieldOffset(0x28)] public nint* R15;

    /// <summary>Instruction pointer of the frame: a return address, or the faulting instruction.</summary>
    [FieldOffset(0x30)] public nint Ip;

    /// <summary>Stack pointer of the frame.</summary>
    [FieldOffset(0x78)] public nint Rsp;
}

/// <summary>
/// A walk over the frames of one stack: CoreLib's StackFrameIterator. CoreLib reads FramePointer, ControlPc, the
/// display's Rsp and OriginalControlPc; the rest belongs to <see cref="StackWalk"/>.
/// </summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x220)]
internal unsafe struct StackFrames
{
    /// <summary>RBP of a method with exception handling or of its funclet, equal for all of them; else 0.</summary>
    [FieldOffset(0x010)] public nint FramePointer;

    /// <summary>
    /// An address inside the instruction that the frame is at: the return address less one, or a fault's address.
    /// </summary>
    [FieldOffset(0x018)] public nint ControlPc;

    [FieldOffset(0x020)] public RegisterDisplay Registers;

    /// <summary>How to leave the frame, and what it holds.</summary>
    [FieldOffset(0x150)] public FrameRecord Record;

    /// <summary>The next dispatch that the walk will meet, going up the stack.</summary>
    [FieldOffset(0x1A0)] public ExceptionRecord* NextRecord;

    /// <summary>Not 0: the frame stands at a faulting instruction, not at a call.</summary>
    [FieldOffset(0x1A8)] public int IsAtFault;

    /// <summary>The frame's unadjusted instruction pointer.</summary>
    [FieldOffset(0x210)] public nint OriginalControlPc;
}
