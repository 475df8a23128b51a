// Objects whose references a donation has yet to follow: the last ones on the stack, earlier ones in chunks of kernel
// memory that hang off the process's heap, so that ending the process frees them. A donation that begins while another
// is interrupted uses the chunks above the other's.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Heaps;

/// <summary>A stack of objects. Preemption is off in every call but <see cref="Begin"/>.</summary>
internal unsafe struct DonationList
{
    private const int Near = 62;

    private ContextBlock* _context;
    private DonationChunk* _bottom;
    private int _count;
    private Items _items;

    [InlineArray(Near)]
    private struct Items
    {
        private nint _first;
    }

    /// <summary>Objects moved out of the way.</summary>
    internal struct DonationChunk
    {
        /// <summary>What was moved before.</summary>
        public DonationChunk* Next;

        private Items _items;

        /// <summary>A chunk in memory has room for the list's near part.</summary>
        public static void Copy(ref DonationList from, DonationChunk* to) => to->_items = from._items;

        /// <summary>And gives it back.</summary>
        public static void Copy(DonationChunk* from, ref DonationList to) => to._items = from->_items;
    }

    /// <summary>Empty, for a donation by this context.</summary>
    public void Begin(ContextBlock* context)
    {
        _context = context;
        _bottom = context->Heap.Donating;
        _count = 0;
    }

    /// <summary>Adds one. False: no memory.</summary>
    public bool TryAdd(nint instance)
    {
        if (_count == Near)
        {
            var chunk = (DonationChunk*)KernelMemory.Allocate((nuint)sizeof(DonationChunk));
            if (chunk == null)
            {
                return false;
            }

            DonationChunk.Copy(ref this, chunk);
            chunk->Next = _context->Heap.Donating;
            _context->Heap.Donating = chunk;
            _count = 0;
        }

        _items[_count++] = instance;
        return true;
    }

    /// <summary>Takes the last one. False: empty.</summary>
    public bool TryTake(out nint instance)
    {
        if (_count == 0)
        {
            DonationChunk* chunk = _context->Heap.Donating;
            if (chunk == _bottom)
            {
                instance = 0;
                return false;
            }

            DonationChunk.Copy(chunk, ref this);
            _context->Heap.Donating = chunk->Next;
            KernelMemory.Free(chunk, (nuint)sizeof(DonationChunk));
            _count = Near;
        }

        instance = _items[--_count];
        return true;
    }

    /// <summary>Frees what donations of an ended context left behind.</summary>
    public static void Abandon(ContextBlock* context)
    {
        while (context->Heap.Donating != null)
        {
            DonationChunk* chunk = context->Heap.Donating;
            context->Heap.Donating = chunk->Next;
            KernelMemory.Free(chunk, (nuint)sizeof(DonationChunk));
        }
    }
}
