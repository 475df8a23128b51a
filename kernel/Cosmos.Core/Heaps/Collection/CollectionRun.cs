// One collection, from the first root to the last block returned. It lies on the stack of the process that runs it.
//
// The order matters: what is pinned must be known before anything is copied; weak references are looked at when all
// that lives by strong ones is found; objects to be finalized are brought back after short weak references forgot them
// and before long ones are asked; large binaries are asked when nothing more can come back to life.
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Heaps.Messages;
using Cosmos.Core.Heaps.Roots;
using Cosmos.Core.NativeAot;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>A collection under way.</summary>
/// <param name="context">Whose heap.</param>
/// <param name="needed">Bytes of the object to come.</param>
/// <param name="purpose">What it is for.</param>
/// <param name="evacuation">On the stack of the caller.</param>
/// <param name="roots">As well.</param>
internal unsafe struct CollectionRun(
    ContextBlock* context, nuint needed, CollectionPurpose purpose, Evacuation* evacuation, RootList* roots)
{
    private const int StackHeadroom = 16 * 1024;

    private readonly ContextBlock* _context = context;
    private readonly ProcessHeap* _heap = &context->Heap;
    private readonly nuint _needed = needed;
    private readonly nuint _room = purpose == CollectionPurpose.Apart ? 0 : needed;
    private readonly CollectionPurpose _purpose = purpose;
    private readonly Evacuation* _evacuation = evacuation;
    private readonly RootList* _roots = roots;
    private HeapBlock* _target;
    private HeapBlock* _others; // the heap's blocks that were measured; later ones are left for the next collection

    /// <summary>Collects.</summary>
    /// <param name="site">Registers of the innermost frame that counts.</param>
    public CollectionOutcome Execute(ThrowContext* site)
    {
        if (_context->PreemptionDepth != 0 || (_heap->Flags & Collector.IsUnderWay) != 0)
        {
            Fatal.Stop("A collection was asked for inside of a collection, or with preemption off"u8);
        }

        long began = Platform.MonotonicNanoseconds();
        bool wasWanted = (_heap->Flags & Collector.IsWanted) != 0;
        VacatedBlocks.ReturnAll(_context); // of a collection that came to its stack's end before it began
        CollectionOutcome prepared = Prepare(site);
        if (prepared == CollectionOutcome.Done)
        {
            EnsureStack(_context);
            _heap->Flags = (_heap->Flags | Collector.IsUnderWay) & ~(Collector.IsWanted | Collector.WasRefused);
            Trace();
            new CollectionEnd(_context, _target, _evacuation).Finish(_room);
            _heap->Flags &= ~Collector.IsUnderWay;
        }

        VacatedBlocks.ReturnAll(_context);
        Tidying.GiveBack();
        _heap->CollectionNanoseconds += (ulong)(Platform.MonotonicNanoseconds() - began);
        if (prepared != CollectionOutcome.Done)
        {
            return prepared;
        }

        if (HeapDebug.Verify)
        {
            Verification.Check(_context);
        }

        if (wasWanted)
        {
            // Somebody may wait to hear of it: the runtime looks now, not when the process next waits.
            Preemption.Disable();
            _context->PreemptionPending = 1;
            Preemption.Enable();
        }

        return HeapLimit.Allows(_context, _needed) ? CollectionOutcome.Done : CollectionOutcome.OverLimit;
    }

    // From here on the stack's end must not be reached: the process would be told so with its heap in pieces. So it is
    // reached now, if it is near: tracing does not recurse. Elsewhere nothing is touched, because every process that
    // waits would keep the memory.
    private static void EnsureStack(ContextBlock* context)
    {
        byte here;
        if (&here - context->StackLow < StackHeadroom)
        {
            ReachDown();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReachDown()
    {
        byte* room = stackalloc byte[StackHeadroom];
        Volatile.Write(ref *room, 0);
    }

    // All that can fail. Nothing has changed when it does.
    private CollectionOutcome Prepare(ThrowContext* site)
    {
        ProcessHeap.CloseWindow(_context);
        _others = _heap->Others;
        nuint used = UsedBytes();
        nuint wanted = HeapSizing.Wanted(*_heap, used, _room, _purpose);
        _target = VacatedBlocks.Rent(_context, wanted);
        if (_target == null)
        {
            nuint least = HeapSizing.Least(*_heap, used, _room, _purpose);
            _target = least < wanted ? VacatedBlocks.Rent(_context, least) : null;
        }

        if (_target == null)
        {
            return CollectionOutcome.NoMemory;
        }

        _roots->Begin(_context);
        if (_purpose != CollectionPurpose.Parking)
        {
            StackRoots walk = StackRoots.Visit(site, &RootList.Note, _roots);
            if (walk.Undescribed != 0)
            {
                Fatal.Stop("A frame has no GC info where it stands; the collector cannot know what it refers to"u8);
            }

            if (walk.IsInDispatch)
            {
                return CollectionOutcome.Held;
            }

            AddRegisteredFrames();
        }

        return _roots->IsIncomplete ? CollectionOutcome.NoMemory : CollectionOutcome.Done;
    }

    private void Trace()
    {
        MarkBlocks();
        _evacuation->Begin(_context, _target);
        ShowRoots();
        _evacuation->Complete();
        Handles.ShowDependents(_context, _evacuation);
        Handles.ForgetDead(_context, _evacuation, tracksResurrection: false);
        Finalizable.Trace(_context, _evacuation);
        Handles.ShowDependents(_context, _evacuation);
        Handles.ForgetDead(_context, _evacuation, tracksResurrection: true);
        Binaries.Sweep(_heap, &WhereNow);
    }

    private nuint UsedBytes()
    {
        HeapBlock* main = _heap->Main;
        nuint used = main == null ? 0 : (nuint)(main->Top - HeapBlock.Start(main));
        for (HeapBlock* block = _others; block != null; block = block->Next)
        {
            used += block->Kind == BlockKind.Pinned ? 0 : (nuint)(block->Top - HeapBlock.Start(block));
        }

        return used;
    }

    // From here on the blocks belong to this collection; a signal that is handled meanwhile may add fragments to the
    // heap's list, which are left for the next one. There may be a hundred thousand of them: they change lists at once,
    // and nobody else looks at their marks.
    private void MarkBlocks()
    {
        Preemption.Disable();
        HeapBlock** link = &_heap->Others;
        while (*link != _others)
        {
            link = &(*link)->Next;
        }

        *link = null;
        VacatedBlocks.Append(_context, _others);
        _heap->TakenBytes = 0;
        Preemption.Enable();
        for (HeapBlock* block = _others; block != null; block = block->Next)
        {
            block->Flags |= block->Kind == BlockKind.Pinned ? BlockFlags.Marking : BlockFlags.Vacating;
        }

        if (_heap->Main != null)
        {
            _heap->Main->Flags |= BlockFlags.Vacating;
        }

        Preemption.Disable();
        ExaminedBlocks.BeginVisits(_heap);
        Preemption.Enable();
    }

    private void ShowRoots()
    {
        for (nint i = 0; i < _roots->Count; i++)
        {
            if ((_roots->Flags(i) & SlotFlags.Pinned) != 0)
            {
                Pin(*_roots->Location(i));
            }
        }

        Handles.Pin(_context, _evacuation);
        for (nint i = 0; i < _roots->Count; i++)
        {
            if ((_roots->Flags(i) & SlotFlags.Interior) == 0)
            {
                _evacuation->Show(_roots->Location(i));
            }
        }

        _evacuation->Show(&_context->Root);
        _evacuation->Show(&_context->Local);
        if (_context->InlinedThreadStatics != null)
        {
            _evacuation->Show((nint*)_context->InlinedThreadStatics);
        }

        _evacuation->Show((nint*)&_context->DynamicThreadStatics);
        Handles.ShowStrong(_context, _evacuation);
        Finalizable.ShowDue(_context, _evacuation);
        InteriorRoots.Show(_roots, _context, _evacuation);
        ShowExamined();
    }

    // A pinned local holds an object or an address inside one.
    private void Pin(nint address)
    {
        HeapBlock* block = InteriorRoots.BlockOf(address);
        if (InteriorRoots.IsCollected(block, _context))
        {
            _evacuation->Pin(InteriorRoots.Find(block, address));
        }
    }

    // Frames that reflection made: places that hold objects or addresses inside them.
    private void AddRegisteredFrames()
    {
        for (GcFrameRegistration* frame = _context->RegisteredFrames; frame != null; frame = frame->Next)
        {
            for (uint i = 0; i < frame->Count; i++)
            {
                RootList.Note(new StackRoot((nint*)frame->Slots + i, SlotFlags.Interior), _roots);
            }
        }
    }

    // Messages that the process looks at but has not taken stay where they are. They refer to its heap only where it
    // stored a reference into them. A signal handled meanwhile may take one of them: it is then among the others.
    private void ShowExamined()
    {
        HeapBlock* block;
        while ((block = ExaminedBlocks.NextVisit(_heap)) != null)
        {
            nint end = (nint)block->Top + sizeof(nint);
            for (nint instance = (nint)HeapBlock.Start(block) + sizeof(nint); instance < end;)
            {
                instance += (nint)_evacuation->VisitReferences(instance, *(MethodTable**)instance);
            }
        }
    }

    private static nint WhereNow(nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        nint word = *(nint*)instance;
        if (!InteriorRoots.IsCollected(block, Context.CurrentBlock) || (word & ObjectMark.Stays) != 0)
        {
            return instance;
        }

        if ((word & ObjectMark.Copied) != 0)
        {
            return word - ObjectMark.Copied;
        }

        return block->Donated != null && Ownership.IsShared(instance) ? instance : 0;
    }
}
