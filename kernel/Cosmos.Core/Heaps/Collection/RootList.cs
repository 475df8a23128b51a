// The places on a stack that hold references, written down in one walk. They are needed in three passes - what is
// pinned, what is an object, what is an address inside one - and walking is what costs. The first hundred fit on
// the collector's own stack; a deep recursion brings more, which go into blocks that hang off the heap, so that a
// process that is ended here leaves nothing behind.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Roots;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Addresses of stack slots, each with its flags in the low bits.</summary>
internal unsafe struct RootList
{
    private const int FirstCapacity = 128;
    private const nint FlagBits = 7;

    private fixed long _first[FirstCapacity];
    private nint* _entries;
    private HeapBlock* _block;
    private ContextBlock* _owner;
    private nint _capacity;

    /// <summary>Number of entries.</summary>
    public nint Count { get; private set; }

    /// <summary>True when memory ran out: the list is not complete.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Makes the list empty. It must not move from here on.</summary>
    public void Begin(ContextBlock* owner)
    {
        _owner = owner;
        _block = null;
        Count = 0;
        IsIncomplete = false;
        _entries = (nint*)Unsafe.AsPointer(ref _first[0]); // Safety: the list lies on the collector's stack
        _capacity = FirstCapacity;
    }

    /// <summary>Where entry <paramref name="index"/> lies.</summary>
    public readonly nint* Location(nint index) => (nint*)(_entries[index] & ~FlagBits);

    /// <summary>What entry <paramref name="index"/> may refer to.</summary>
    public readonly SlotFlags Flags(nint index) => (SlotFlags)(_entries[index] & FlagBits);

    /// <summary>Visitor of a stack's roots; <paramref name="state"/> is the list.</summary>
    public static void Note(StackRoot root, void* state)
    {
        if (*root.Location != 0)
        {
            ((RootList*)state)->Add(root);
        }
    }

    /// <summary>
    /// Keeps the entries that are addresses inside objects and sorts them by those addresses.
    /// </summary>
    public void SortInterior()
    {
        nint kept = 0;
        for (nint i = 0; i < Count; i++)
        {
            if ((Flags(i) & SlotFlags.Interior) != 0)
            {
                _entries[kept++] = (nint)Location(i);
            }
        }

        Count = kept;
        for (nint root = (kept / 2) - 1; root >= 0; root--)
        {
            Sink(root, kept);
        }

        for (nint last = kept - 1; last > 0; last--)
        {
            (_entries[0], _entries[last]) = (_entries[last], _entries[0]);
            Sink(0, last);
        }
    }

    // Heap sort: no recursion, no memory.
    private readonly void Sink(nint root, nint count)
    {
        nint entry = _entries[root];
        nint value = *(nint*)entry;
        for (nint child; (child = (2 * root) + 1) < count; root = child)
        {
            if (child + 1 < count && *(nint*)_entries[child + 1] > *(nint*)_entries[child])
            {
                child++;
            }

            if (*(nint*)_entries[child] <= value)
            {
                break;
            }

            _entries[root] = _entries[child];
        }

        _entries[root] = entry;
    }

    private void Add(StackRoot root)
    {
        if (Count == _capacity && !TryGrow())
        {
            IsIncomplete = true;
            return;
        }

        _entries[Count++] = (nint)root.Location | (nint)(byte)root.Flags;
    }

    private bool TryGrow()
    {
        nint capacity = _capacity * 4;
        HeapBlock* block = VacatedBlocks.Rent(_owner, (nuint)(capacity + 1) * (nuint)sizeof(nint));
        if (block == null)
        {
            return false;
        }

        var entries = (nint*)HeapBlock.Start(block);
        for (nint i = 0; i < Count; i++)
        {
            entries[i] = _entries[i];
        }

        if (_block != null)
        {
            VacatedBlocks.Return(_owner, _block);
        }

        _block = block;
        _entries = entries;
        _capacity = capacity;
        return true;
    }
}
