// The heart of the collector: a reference is shown to it, and what it refers to lives on. An object in a block that is
// vacated is copied behind the last copy, once; its first word then says where to. An object that must stay is marked.
// The copies are a queue at the same time (C. J. Cheney, CACM 13/11, 1970): whoever walks them from the first to the
// last, showing every reference in them, has found all that lives. Objects that stay are found by a list, and by a walk
// through their blocks when that list was too short.
//
// There is always room: the new block was made as large as all that is vacated.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Copying and marking.</summary>
internal unsafe struct Evacuation
{
    private const int PendingCapacity = 128;

    // Where nearly all references lead: the block that was the main one, from its first object to its top. Empty when
    // it holds donated objects, which need a closer look.
    private nint _low;
    private nuint _bytes;

    private nint _scan;
    private nint _free;
    private nint _limit;
    private ContextBlock* _owner;

    private fixed long _pending[PendingCapacity];
    private int _pendingCount;
    private bool _pendingOverflowed;

    /// <summary>Where the next copy goes.</summary>
    public readonly nint Free => _free;

    /// <summary>
    /// Sets out to copy into <paramref name="target"/> what lives in the heap of <paramref name="owner"/>.
    /// </summary>
    public void Begin(ContextBlock* owner, HeapBlock* target)
    {
        HeapBlock* main = owner->Heap.Main;
        _owner = owner;
        bool isPlain = main != null && main->Donated == null;
        _low = isPlain ? (nint)HeapBlock.Start(main) + sizeof(nint) : 0;
        _bytes = isPlain ? (nuint)(main->Top - HeapBlock.Start(main)) : 0;
        _scan = (nint)HeapBlock.Start(target) + sizeof(nint);
        _free = _scan;
        _limit = (nint)target->End;
        _pendingCount = 0;
        _pendingOverflowed = false;
    }

    /// <summary>The object that <paramref name="slot"/> refers to lives; the slot follows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Show(nint* slot)
    {
        nint value = *slot;
        if ((nuint)(value - _low) < _bytes)
        {
            *slot = Evacuate(value);
        }
        else if (value != 0)
        {
            ShowElsewhere(slot, value);
        }
    }

    /// <summary>The object at <paramref name="instance"/> lives: where it is from now on.</summary>
    public nint Show(nint instance)
    {
        Show(&instance);
        return instance;
    }

    /// <summary>The object lives and must stay where it is. To be told before anything is copied.</summary>
    public void Pin(nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        if (IsMovable(block, instance))
        {
            block->Flags |= BlockFlags.Kept;
            Mark(instance);
        }
        else
        {
            _ = Show(instance);
        }
    }

    /// <summary>Whether anything has shown the object, or it is none that this collection decides about.</summary>
    public readonly bool IsAlive(nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        return block == null || block->Owner != _owner
            || (block->Flags & (BlockFlags.Vacating | BlockFlags.Marking)) == 0
            || (*(nint*)instance & ObjectMark.Any) != 0
            || (block->Donated != null && Ownership.IsShared(instance));
    }

    /// <summary>Shows everything that is referred to by what was shown so far.</summary>
    public void Complete()
    {
        do
        {
            while (_scan < _free)
            {
                _scan += (nint)VisitReferences(_scan, *(MethodTable**)_scan);
            }

            VisitPending();
        }
        while (_scan < _free || _pendingCount != 0 || _pendingOverflowed);
    }

    /// <summary>Shows the references in an object that is no copy.</summary>
    /// <returns>The object's size.</returns>
    public nuint VisitReferences(nint instance, MethodTable* type)
    {
        nuint size = type->BaseSize;
        if (type->HasComponentSize)
        {
            size += (nuint)type->ComponentSize * *(uint*)(instance + MethodTableLayout.ArrayLengthOffset);
            size = (size + 7) & ~(nuint)7;
        }

        if (type->HasReferences)
        {
            VisitReferences(instance, type, (nint)size);
        }

        return size;
    }

    // See ObjectLayout for the description in front of a method table; here without a call per reference.
    private void VisitReferences(nint instance, MethodTable* type, nint size)
    {
        nint count = ((nint*)type)[-1];
        nint* series = (nint*)type - 3;
        if (count < 0)
        {
            VisitPattern(instance, series, -count, size);
            return;
        }

        for (; count > 0; count--, series -= 2)
        {
            var slot = (nint*)(instance + series[1]);
            var end = (nint*)((nint)slot + series[0] + size);
            for (; slot < end; slot++)
            {
                Show(slot);
            }
        }
    }

    private void VisitPattern(nint instance, nint* description, nint items, nint size)
    {
        var pattern = (uint*)description;
        nint field = instance + description[1];
        nint end = instance + size - sizeof(nint);
        while (field < end)
        {
            for (nint item = 0; item < items; item++)
            {
                var last = (nint*)field + pattern[-2 * item];
                for (; field < (nint)last; field += sizeof(nint))
                {
                    Show((nint*)field);
                }

                field += (nint)pattern[(-2 * item) + 1];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Evacuate(nint instance)
    {
        nint word = *(nint*)instance;
        if ((word & ObjectMark.Any) == 0)
        {
            return Copy(instance, (MethodTable*)word);
        }

        return (word & ObjectMark.Copied) != 0 ? word - ObjectMark.Copied : instance;
    }

    private nint Copy(nint instance, MethodTable* type)
    {
        nuint size = type->BaseSize;
        if (type->HasComponentSize)
        {
            size += (nuint)type->ComponentSize * *(uint*)(instance + MethodTableLayout.ArrayLengthOffset);
            size = (size + 7) & ~(nuint)7;
        }

        nint copy = _free;
        nint next = copy + (nint)size;
        if (next > _limit)
        {
            Fatal.Stop("A collection copies more than there was; the heap is corrupt"u8);
        }

        _free = next;
        CopyWords((long*)copy - 1, (long*)instance - 1, size);
        *(nint*)instance = copy | ObjectMark.Copied;
        return copy;
    }

    // From header word to header word. Most objects are small, and a call would cost more than the copy.
    private static void CopyWords(long* to, long* from, nuint size)
    {
        const nuint MostInLine = 256;
        if (size > MostInLine)
        {
            System.Buffer.MemoryCopy(from, to, size, size);
            return;
        }

        var end = (long*)((nint)to + (nint)size);
        do
        {
            *to++ = *from++;
        }
        while (to < end);
    }

    private void ShowElsewhere(nint* slot, nint value)
    {
        HeapBlock* block = HeapSpace.BlockOf(value);
        if (block == null || block->Owner != _owner)
        {
            return; // the image's, shared, or on a stack
        }

        if (IsMovable(block, value))
        {
            *slot = Evacuate(value);
        }
        else if ((block->Flags & BlockFlags.Marking) != 0
            && (block->Donated == null || !Ownership.IsShared(value)))
        {
            Mark(value);
        }
    }

    private readonly bool IsMovable(HeapBlock* block, nint instance)
        => block != null && block->Owner == _owner && (block->Flags & BlockFlags.Vacating) != 0
            && (block->Donated == null || !Ownership.IsShared(instance));

    private void Mark(nint instance)
    {
        nint word = *(nint*)instance;
        if ((word & ObjectMark.Any) != 0)
        {
            return;
        }

        *(nint*)instance = word | ObjectMark.Stays;
        if (_pendingCount < PendingCapacity)
        {
            _pending[_pendingCount++] = instance;
        }
        else
        {
            _pendingOverflowed = true;
        }
    }

    private void VisitPending()
    {
        while (_pendingCount != 0)
        {
            VisitInPlace((nint)_pending[--_pendingCount]);
        }

        if (_pendingOverflowed)
        {
            _pendingOverflowed = false;
            if (_owner->Heap.Main != null)
            {
                VisitPending(_owner->Heap.Main);
            }

            for (HeapBlock* block = _owner->Heap.Vacated; block != null; block = block->Next)
            {
                VisitPending(block);
            }
        }
    }

    private void VisitPending(HeapBlock* block)
    {
        if ((block->Flags & (BlockFlags.Kept | BlockFlags.Marking)) == 0)
        {
            return;
        }

        nint end = (nint)block->Top + sizeof(nint);
        for (nint instance = (nint)HeapBlock.Start(block) + sizeof(nint); instance < end;)
        {
            nuint size = ObjectMark.SizeOf(instance);
            VisitInPlace(instance);
            instance += (nint)size;
        }
    }

    private void VisitInPlace(nint instance)
    {
        nint word = *(nint*)instance;
        if ((word & ObjectMark.Any) == ObjectMark.Stays)
        {
            *(nint*)instance = word | ObjectMark.Visited;
            _ = VisitReferences(instance, (MethodTable*)(word & ~ObjectMark.Any));
        }
    }
}
