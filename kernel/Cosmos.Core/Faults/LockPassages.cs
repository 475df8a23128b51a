// Whether a process is on its way into a contended lock of CoreLib's, or out of one. There it owns nothing that
// could be found in the lock, and yet the lock relies on it: it is counted as a waiter, it has taken the signal that
// was meant for the next one, or it has let go and not told the next one yet. Whoever were ended there would leave
// waiters that nobody wakes.
//
// Only its frames tell. They are walked by the tables that exceptions are unwound by, out of the kernel and the
// runtime into the code that was interrupted. The walk ends where no table describes the code: assembly, and
// epilogues, of which ILC describes nothing. From there on every word of the stack counts that is a return address
// into one of the methods. One that a call before has left there makes us say yes too much; so it is the exception
// and not the rule.
//
// Source: dotnet/runtime release/10.0, Threading/Lock.cs.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Faults;

/// <summary>Finds CoreLib's lock methods on a stack. Preemption off, or a fault handler; allocates nothing.</summary>
internal static unsafe class LockPassages
{
    private const int MostPassages = 8;

    // Below the slow path of a lock lie some ten frames of waiting and of the kernel; further out than this, nobody
    // called it.
    private const int MostFrames = 64;

    private static Range s_passages;
    private static int s_count;

    [System.Runtime.CompilerServices.InlineArray(MostPassages)]
    private struct Range
    {
        private Passage _first;
    }

    private struct Passage
    {
        public nint Start;
        public nint End;
    }

    /// <summary>Who is called when waiters are to be told: Lock.SignalWaiterIfNecessary.</summary>
    public static nint Waker => *Methods();

    /// <summary>Reads where the methods lie. [BootOnly]</summary>
    public static void Initialize()
    {
        for (nint* start = Methods(); *start != 0; start++)
        {
            if (s_count == MostPassages || !EhFrame.TryFind(*start, out FrameDescription method))
            {
                Fatal.Stop("CoreLib's lock methods are not described in the image's unwind tables"u8);
                return;
            }

            s_passages[s_count++] = new Passage { Start = method.Start, End = method.End };
        }
    }

    /// <summary>Whether the running process is in one, asked by code that it called or that preempted it.</summary>
    /// <param name="context">The running process.</param>
    /// <param name="here">The asker's registers.</param>
    public static bool IsInOne(ContextBlock* context, ThrowContext* here)
    {
        StackFrames frames;
        if (!StackWalk.Begin(&frames, here, instructionFault: false))
        {
            return IsOnStack(context, here->Rsp);
        }

        if (IsInOne(&frames))
        {
            return true;
        }

        if (frames.Registers.Ip != PreemptReturn())
        {
            return IsOnStack(context, frames.Registers.Rsp);
        }

        var saved = (PreemptFrame*)*frames.Registers.Rbp;
        ThrowContext site = default;
        site.Rbx = saved->Rbx;
        site.Rbp = saved->Rbp;
        site.R12 = saved->R12;
        site.R13 = saved->R13;
        site.R14 = saved->R14;
        site.R15 = saved->R15;
        site.Ip = saved->Rip;
        site.Rsp = (nint)(saved + 1) + ContextLayout.RedZone;
        return IsInterruptedInOne(context, &site);
    }

    /// <summary>Whether a process that was stopped by a fault is in one.</summary>
    /// <param name="context">The process.</param>
    /// <param name="state">Its registers.</param>
    public static bool IsInOne(ContextBlock* context, CpuState* state)
    {
        ThrowContext site = default;
        site.Rbx = (nint)state->Rbx;
        site.Rbp = (nint)state->Rbp;
        site.R12 = (nint)state->R12;
        site.R13 = (nint)state->R13;
        site.R14 = (nint)state->R14;
        site.R15 = (nint)state->R15;
        site.Ip = (nint)state->Rip;
        site.Rsp = (nint)state->Rsp;
        return IsInterruptedInOne(context, &site);
    }

    /// <summary>Whether a process may be in one of which nothing is known but its stack.</summary>
    public static bool MayBeInOne(ContextBlock* context)
        => IsOnStack(context, (nint)(context->StackCommitted != null ? context->StackCommitted : context->StackLow));

    /// <summary>Whether an instruction is one of theirs.</summary>
    public static bool Contains(nint address)
    {
        for (int i = 0; i < s_count; i++)
        {
            if (address >= s_passages[i].Start && address < s_passages[i].End)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInterruptedInOne(ContextBlock* context, ThrowContext* site)
    {
        if (Contains(site->Ip))
        {
            return true;
        }

        StackFrames frames;
        if (!EhFrame.IsManaged(site->Ip) || IsEpilogue((byte*)site->Ip)
            || !StackWalk.Begin(&frames, site, instructionFault: true))
        {
            return IsOnStack(context, site->Rsp);
        }

        return IsInOne(&frames) || IsOnStack(context, frames.Registers.Rsp);
    }

    // To the end of what can be walked.
    private static bool IsInOne(StackFrames* frames)
    {
        int i = 0;
        do
        {
            if (Contains(frames->ControlPc))
            {
                return true;
            }
        }
        while (++i < MostFrames && StackWalk.Next(frames, out _, out _));
        return false;
    }

    private static bool IsOnStack(ContextBlock* context, nint lowest)
    {
        nint present = (nint)(context->StackCommitted != null ? context->StackCommitted : context->StackLow);
        lowest = lowest > present ? lowest : present;
        for (var word = (nint*)(lowest & -sizeof(nint)); word < context->StackHigh; word++)
        {
            if (Contains(*word))
            {
                return true;
            }
        }

        return false;
    }

    // The instructions of an epilogue before which part of the frame has gone: POP, RET, JMP (Intel SDM Vol. 2). A jump
    // within the method looks the same.
    private static bool IsEpilogue(byte* code)
    {
        const byte rexMask = 0xF0;
        const byte rex = 0x40;
        const byte popMask = 0xF8;
        const byte pop = 0x58;
        const byte ret = 0xC3;
        const byte jumpRelative = 0xE9;
        const byte jumpIndirect = 0xFF;
        byte operation = (*code & rexMask) == rex ? code[1] : *code;
        return (operation & popMask) == pop || operation is ret or jumpRelative or jumpIndirect;
    }

    [DllImport("*", EntryPoint = "cosmos_lock_passages"), SuppressGCTransition]
    private static extern nint* Methods();

    [DllImport("*", EntryPoint = "cosmos_preempt_return_address"), SuppressGCTransition]
    private static extern nint PreemptReturn();
}
