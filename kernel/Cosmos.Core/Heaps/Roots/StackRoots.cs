// All references that a stack holds: its frames' live slots, by GC info, and the exceptions in flight. The stack's
// owner stands at a call (an allocation), so every frame does.
//
// Exceptions make the one complication. Below a handler that runs stands the dispatcher that called it, and below that
// the frames from the throw to the handler, which are dead once their finally blocks ran; StackWalk jumps over them to
// the method whose handler it is. That method's frame was entered by its funclet already: they share stack slots, and
// what the funclet reports is the truth, because it is where the method is. So the frame itself is not reported again,
// unless it is reached as a method and not as a funclet's parent. The dispatcher of a catch block never runs again;
// that of a finally block goes on when the block ends and holds the exception until then, so its frames are reported.
//
// A location may be visited twice (nested funclets; a filter's method, which is still live below its own filter, and
// whose slots the filter calls pinned though nothing is): what a visitor does must be right when done again.
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Heaps.Roots;

/// <summary>A reference somewhere on a stack.</summary>
internal readonly unsafe struct StackRoot(nint* location, SlotFlags flags)
{
    /// <summary>Where it lies: a stack slot, or where a callee saved the register that holds it.</summary>
    public nint* Location { get; } = location;

    /// <summary>What it may be.</summary>
    public SlotFlags Flags { get; } = flags;
}

/// <summary>Enumeration of the roots on a stack.</summary>
internal unsafe ref struct StackRoots
{
    private readonly delegate*<StackRoot, void*, void> _visit;
    private readonly void* _state;
    private StackFrames _frames;
    private StackFrames* _visited;
    private nint _callerStackPointer;

    private StackRoots(delegate*<StackRoot, void*, void> visit, void* state)
    {
        _visit = visit;
        _state = state;
    }

    /// <summary>Frames whose place in the code had no GC info; anything but 0 is a broken compiler contract.</summary>
    public int Undescribed { get; private set; }

    /// <summary>Frames visited.</summary>
    public int Frames { get; private set; }

    /// <summary>Calls <paramref name="visit"/> with every reference on the running context's stack.</summary>
    /// <param name="site">Registers of the innermost frame to report; it stands at a call.</param>
    /// <param name="visit">Called with each root and <paramref name="state"/>. May change what the location
    /// holds.</param>
    /// <param name="state">Whatever the visitor needs.</param>
    public static StackRoots Visit(ThrowContext* site, delegate*<StackRoot, void*, void> visit, void* state)
    {
        StackRoots roots = new(visit, state);
        StackFrames* frames = &roots._frames;
        nint reportedFunclet = 0;
        for (bool valid = StackWalk.Begin(frames, site, instructionFault: false); valid;)
        {
            bool isFunclet = (frames->Method.Flags & MethodDataFlags.KindMask) != MethodDataFlags.Root;
            bool isParentOfReported = !isFunclet && reportedFunclet != 0 && frames->FramePointer == reportedFunclet;
            if (!isParentOfReported)
            {
                roots.VisitFrame(frames);
            }

            if (isFunclet)
            {
                roots.VisitDispatcher(frames);
            }

            reportedFunclet = isFunclet ? frames->FramePointer : 0;
            valid = StackWalk.Next(frames, out _, out _);
        }

        var record = (ExceptionRecord*)Context.CurrentBlock->ExceptionHead;
        for (; record != null; record = record->Previous)
        {
            visit(new StackRoot(&record->Exception, SlotFlags.None), state);
        }

        return roots;
    }

    private void VisitDispatcher(StackFrames* finallyBlock)
    {
        StackFrames dispatcher;
        bool valid = StackWalk.BeginInDispatcher(finallyBlock, &dispatcher);
        while (valid)
        {
            VisitFrame(&dispatcher);
            valid = StackWalk.NextInDispatcher(&dispatcher);
        }
    }

    private void VisitFrame(StackFrames* frames)
    {
        Frames++;
        _visited = frames;
        bool isAtFault = frames->IsAtFault != 0;
        GcInfo info = GcInfo.At(frames->Method, frames->OriginalControlPc, isAtFault);
        if (!info.IsDescribed)
        {
            // A method that faults where nothing is described has no handler: none of its code runs any more.
            Undescribed += isAtFault ? 0 : 1;
            return;
        }

        RegisterDisplay caller = frames->Registers;
        CallFrame.Unwind(frames->Method, frames->ControlPc, &caller);
        _callerStackPointer = caller.Rsp;
        fixed (StackRoots* self = &this)
        {
            info.VisitLiveSlots(includeUntracked: true, &VisitSlot, self);
        }
    }

    private static void VisitSlot(Slot slot, void* state)
    {
        var self = (StackRoots*)state;
        nint* location = self->Locate(slot);
        if (location != null)
        {
            self->_visit(new StackRoot(location, slot.Flags), self->_state);
        }
    }

    private nint* Locate(Slot slot)
    {
        RegisterDisplay* registers = &_visited->Registers;
        return slot.Base switch
        {
            SlotBase.CallerStackPointer => (nint*)(_callerStackPointer + slot.Offset),
            SlotBase.StackPointer => (nint*)(registers->Rsp + slot.Offset),
            SlotBase.FramePointer => (nint*)(*registers->Rbp + slot.Offset),
            _ => Register(registers, slot.Offset),
        };
    }

    // Numbers as instructions encode them. Scratch registers are dead at a call, whatever a range says.
    private static nint* Register(RegisterDisplay* registers, int number) => number switch
    {
        3 => registers->Rbx,
        5 => registers->Rbp,
        12 => registers->R12,
        13 => registers->R13,
        14 => registers->R14,
        15 => registers->R15,
        _ => null,
    };
}
