// All references that a stack holds: its frames' live slots, by GC info, and the exceptions in flight. The stack's
// owner stands at a call (an allocation), so every frame does.
//
// Exceptions make one complication. Below a handler that runs stands the dispatcher that called it, and below that
// the frames from the throw to the handler, which are dead once their finally blocks ran; StackWalk jumps over them to
// the method whose handler it is. That method's frame was entered by its funclet already: they share stack slots, and
// what the funclet reports is the truth, because it is where the method is. So the frame itself is not reported again,
// unless it is reached as a method and not as a funclet's parent. The dispatcher of a catch block never runs again;
// that of a finally block goes on when the block ends and holds the exception until then, so its frames are reported.
//
// The other one is the stub of interface calls (Dispatch/InterfaceDispatch.asm), which keeps the arguments of a call
// while its target is looked for. Nothing says which of them are references. So who stands in there is told, and does
// not collect.
//
// A location may be visited twice (nested funclets; a filter's method, which is still live below its own filter, and
// whose slots the filter calls pinned though nothing is): what a visitor does must be right when done again.
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
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

    /// <summary>
    /// Whether there is a frame of the resolver of interface calls: its caller's arguments were not visited.
    /// </summary>
    public bool IsInDispatch { get; private set; }

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
            bool isFunclet = frames->Record.IsFunclet;
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
        FrameRecord* record = &frames->Record;
        if (frames->IsAtFault != 0)
        {
            VisitDecoded(frames);
            return;
        }

        // The return address lies below the CFA: System V ABI, figure 3.36.
        nint cfa = FrameRecord.CfaOf(record, &frames->Registers);
        IsInDispatch |= ((nint*)cfa)[-1] == Thunks.DispatchReturn;
        Remember(record, frames->OriginalControlPc);
        if (record->SlotCount == FrameRecord.Undescribed)
        {
            Undescribed++;
        }
        else if (record->SlotCount == FrameRecord.TooMany)
        {
            VisitDecoded(frames);
        }
        else
        {
            for (int i = 0; i < record->SlotCount; i++)
            {
                ushort slot = record->Slots[i];
                nint* location = FrameSlots.Locate(slot, cfa, &frames->Registers);
                _visit(new StackRoot(location, FrameSlots.FlagsOf(slot)), _state);
            }
        }
    }

    // The slots, too, are the same at every call through this place.
    private static void Remember(FrameRecord* record, nint returnAddress)
    {
        if (record->SlotCount == FrameRecord.NotDecoded)
        {
            FrameSlots.Decode(record, returnAddress);
            FrameCache.Add(record);
        }
        else if (HeapDebug.Verify && !FrameSlots.AreTrue(record, returnAddress))
        {
            Fatal.Stop("heap: the cache of frames holds another frame than the one that was asked for"u8);
        }
    }

    // At a fault, or more slots than a record holds.
    private void VisitDecoded(StackFrames* frames)
    {
        EhFrame.Describe(frames->Record.Description, out FrameDescription code);
        GcInfo info = GcInfo.At(code, frames->OriginalControlPc, isFault: frames->IsAtFault != 0);
        if (!info.IsDescribed)
        {
            return; // a method that faults where nothing is described has no handler: none of its code runs any more
        }

        _visited = frames;
        _callerStackPointer = FrameRecord.CfaOf(&frames->Record, &frames->Registers);
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
            _ => SavedRegister.PlaceOf(slot.Offset) is >= 0 and int place ? (&registers->Rbx)[place] : null,
        };
    }
}
