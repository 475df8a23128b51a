// Where a context is in its program. Walks its stack from where it left it, out of the kernel's and the runtime's
// methods. A preempted process's stack leads to the registers that it was interrupted with. The interrupted method is
// not walked out of: it may be half way through its epilogue, which nothing describes.
using System.Runtime.InteropServices;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Contexts;

/// <summary>The frames of contexts. Preemption off; allocates nothing.</summary>
internal static unsafe class ContextFrames
{
    // Kernel and runtime nest some ten frames deep; a walk that goes on and on has met something else.
    private const int MostFrames = 64;

    /// <summary>
    /// An address in the innermost method that is neither the kernel's nor the runtime's; 0 when there is none.
    /// </summary>
    /// <param name="context">The running context, or one that does not run.</param>
    public static nint InnermostOfProgram(ContextBlock* context)
    {
        ThrowContext site;
        if (context == Context.CurrentBlock)
        {
            CaptureSite(&site);
        }
        else if (context->StackHigh == null)
        {
            return 0;
        }
        else
        {
            LoadSwitchFrame(context, &site);
        }

        StackFrames frames;
        bool isValid = StackWalk.Begin(&frames, &site, instructionFault: false);
        frames.NextRecord = ExceptionsAbove(context, site.Rsp);
        for (int i = 0; i < MostFrames && isValid; i++)
        {
            if (!KernelCode.Contains(frames.ControlPc))
            {
                return frames.ControlPc;
            }

            isValid = StackWalk.Next(&frames, out _, out _);
        }

        return isValid ? 0 : Interrupted(&frames);
    }

    // The walk began with the running context's exceptions.
    private static ExceptionRecord* ExceptionsAbove(ContextBlock* context, nint stackPointer)
    {
        var record = (ExceptionRecord*)context->ExceptionHead;
        while (record != null && (nint)record < stackPointer)
        {
            record = record->Previous;
        }

        return record;
    }

    // What cosmos_switch_context pushed.
    private static void LoadSwitchFrame(ContextBlock* context, ThrowContext* site)
    {
        var saved = (nint*)context->SavedStackPointer;
        site->R15 = saved[0];
        site->R14 = saved[1];
        site->R13 = saved[2];
        site->R12 = saved[3];
        site->Rbx = saved[4];
        site->Rbp = saved[5];
        site->Ip = saved[6];
        site->Rsp = (nint)(saved + 7);
    }

    // The walk ended in Preempt.asm, if the process was preempted: RBP points at what it saved there. Helpers in
    // assembly have no frame; their caller stands for them.
    private static nint Interrupted(StackFrames* frames)
    {
        if (frames->Registers.Ip != PreemptReturn())
        {
            return 0;
        }

        var frame = (PreemptFrame*)*frames->Registers.Rbp;
        if (EhFrame.IsManaged(frame->Rip))
        {
            return frame->Rip;
        }

        nint caller = *(nint*)((byte*)(frame + 1) + ContextLayout.RedZone);
        return EhFrame.IsManaged(caller) ? caller - 1 : 0;
    }

    [DllImport("*", EntryPoint = "cosmos_capture_site"), SuppressGCTransition]
    private static extern void CaptureSite(ThrowContext* site);

    [DllImport("*", EntryPoint = "cosmos_preempt_return_address"), SuppressGCTransition]
    private static extern nint PreemptReturn();
}
