// Lists, chains and trees: objects of one type that refer to objects of that type. What looking them through takes
// stays in registers here, and there is no call in the loops. Whatever is not so - another type, another block, a full
// list - ends them, in the middle of an object if need be: that object is looked through once more by the general way,
// to which what was entered until then is known.
using System.Numerics;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

internal unsafe ref partial struct GraphTrace
{
    // Returns the number of the first object that was not looked through to its end. The one to begin with is of the
    // type that was entered last, and that type has fields only.
    private uint TraceAlike(uint next, ulong references)
    {
        bool isInMain = (nuint)(_entries[next].Source - _heapLow) < _heapBytes;
        nint low = isInMain ? _heapLow : _otherLow;
        nuint bytes = isInMain ? _heapBytes : _otherBytes;
        bool isChain = (references & (references - 1)) == 0 && next + 1 == _count;
        return isChain
            ? TraceChain(BitOperations.TrailingZeroCount(references) * sizeof(nint), low, bytes)
            : TraceTree(next, references, low, bytes);
    }

    // From the last object in the list to what its only reference leads to, which is the last one then.
    private uint TraceChain(nint field, nint low, nuint bytes)
    {
        TracedObject* entries = _entries;
        MethodTable* table = _lastTable;
        uint type = _lastType;
        uint count = _count;
        uint capacity = _capacity;
        uint words = _words;
        uint size = _lastWords;
        nint source = entries[count - 1].Source;
        while (true)
        {
            nint value = *(nint*)(source + field);
            if ((nuint)(value - low) >= bytes)
            {
                return Leave(HeapSpace.Contains(value) ? count - 1 : count, count, words);
            }

            uint known = GraphCopy.NumberOf(value);
            if (known < count && entries[known].Source == value)
            {
                return Leave(count, count, words);
            }

            if (*(MethodTable**)value != table || count == capacity)
            {
                return Leave(count - 1, count, words);
            }

            entries[count] = new TracedObject { Source = value, Offset = words, Type = type };
            GraphCopy.NumberOf(value) = count;
            source = value;
            count++;
            words += size;
        }
    }

    private uint TraceTree(uint next, ulong references, nint low, nuint bytes)
    {
        TracedObject* entries = _entries;
        MethodTable* table = _lastTable;
        uint type = _lastType;
        uint count = _count;
        uint capacity = _capacity;
        uint words = _words;
        uint size = _lastWords;
        do
        {
            var fields = (nint*)entries[next].Source;
            ulong rest = references;
            do
            {
                nint value = fields[BitOperations.TrailingZeroCount(rest)];
                if ((nuint)(value - low) >= bytes)
                {
                    if (HeapSpace.Contains(value))
                    {
                        return Leave(next, count, words);
                    }

                    continue;
                }

                uint known = GraphCopy.NumberOf(value);
                if (known < count && entries[known].Source == value)
                {
                    continue;
                }

                if (*(MethodTable**)value != table || count == capacity)
                {
                    return Leave(next, count, words);
                }

                entries[count] = new TracedObject { Source = value, Offset = words, Type = type };
                GraphCopy.NumberOf(value) = count;
                count++;
                words += size;
            }
            while ((rest &= rest - 1) != 0);
            next++;
        }
        while (next < count && entries[next].Type == type);
        return Leave(next, count, words);
    }

    private uint Leave(uint next, uint count, uint words)
    {
        _count = count;
        _words = words;
        return next;
    }
}
