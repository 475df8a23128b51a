// A graph of objects that changes at random, and beside it a model of plain numbers that says what it must look like.
// Whatever the collector moves, keeps, forgets or brings back, both must agree: every node that the model can reach is
// there, once, with its content, and nothing that it cannot reach is found through a weak handle.
//
// The graph is entered through a few roots and never through a table of all nodes, because that would keep them alive.
// Each step is a method of its own, so that no frame that waits for a collection still holds what a step held.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>A random graph and its model.</summary>
/// <param name="seed">Of all that is random.</param>
/// <param name="capacity">Nodes that are made before the graph is thrown away and begun anew.</param>
internal sealed unsafe class ShadowedGraph(int seed, int capacity)
{
    private const int Roots = 8;
    private const int Slots = 5;
    private const int Handles = 8;

    private readonly Random _random = new(seed);
    private readonly Node?[] _roots = new Node?[Roots];
    private readonly int[] _rootNumbers = new int[Roots];
    private readonly int[] _edges = new int[capacity * Slots];
    private readonly bool[] _isReachable = new bool[capacity];
    private readonly WeakReference?[] _weak = new WeakReference?[Handles];
    private readonly int[] _weakNumbers = new int[Handles];
    private readonly GCHandle[] _pins = new GCHandle[Handles];
    private readonly nint[] _pinned = new nint[Handles];
    private readonly List<int> _finalized = [];
    private string? _complaint;
    private int _last;

    // Number 0 is nobody's. Three references are fields, one lies in an array, one in a struct in an array.
    private class Node(int number)
    {
        public readonly int Number = number;
        public readonly byte[] Load = LoadOf(number);
        public readonly Node?[] Many = new Node?[2];
        public readonly (int Number, Node? Node)[] Pairs = new (int, Node?)[3];
        public Node? First;
        public object? Second;
        public Node? Third;

        public Node? this[int slot]
        {
            get => slot switch
            {
                0 => First,
                1 => (Node?)Second,
                2 => Third,
                3 => Many[1],
                _ => Pairs[2].Node,
            };
            set
            {
                switch (slot)
                {
                    case 0:
                        First = value;
                        break;
                    case 1:
                        Second = value;
                        break;
                    case 2:
                        Third = value;
                        break;
                    case 3:
                        Many[1] = value;
                        break;
                    default:
                        Pairs[2] = (slot, value);
                        break;
                }
            }
        }
    }

    private sealed class LastWords(int number, List<int> journal) : Node(number)
    {
        ~LastWords() => journal.Add(IsWhole(this) ? Number : -Number);
    }

    // In the kernel's own contexts nothing dies, and a message is what was sent.
    private static bool IsPrivate => Context.CurrentBlock->Kind == ContextKind.Process;

    /// <summary>What went wrong, and the seed; empty: nothing.</summary>
    public string Work(int steps)
    {
        for (int step = 0; step < steps && _complaint is null; step++)
        {
            Step(_random.Next(16));
            if (step % 32 == 31)
            {
                CollectAndCompare();
            }
        }

        Array.ForEach(_pins, static pin =>
        {
            if (pin.IsAllocated)
            {
                pin.Free();
            }
        });
        return _complaint is null ? "" : $"{_complaint} (seed {seed}, node {_last})";
    }

    private void Step(int kind)
    {
        switch (kind)
        {
            case < 5:
                Make();
                break;
            case < 9:
                Connect();
                break;
            case 9:
                Forget();
                break;
            case 10:
                Watch(_random.Next(Handles));
                break;
            case 11:
                Pin(_random.Next(Handles));
                break;
            case 12:
                FixAndCollect();
                break;
            case 13:
                Send();
                break;
            case 14:
                GC.KeepAlive(new byte[_random.Next(20) == 0 ? 70_000 : _random.Next(3_000)]);
                break;
            default:
                GC.Collect();
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Make()
    {
        if (_last == capacity - 1)
        {
            Array.Clear(_roots);
            Array.Clear(_rootNumbers);
            Array.Clear(_edges);
            Array.Clear(_weak);
            _finalized.Clear();
            _last = 0;
            GC.Collect(); // and its finalizers: numbers begin anew
            GC.Collect();
            _finalized.Clear();
        }

        int number = ++_last;
        Node made = _random.Next(6) == 0 ? new LastWords(number, _finalized) : new Node(number);
        int root = _random.Next(Roots);
        (Node? node, int at) = Walk();
        if (node is not null && _random.Next(3) != 0)
        {
            SetEdge(node, at, _random.Next(Slots), made, number);
            return;
        }

        _roots[root] = made;
        _rootNumbers[root] = number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Connect()
    {
        (Node? from, int fromNumber) = Walk();
        (Node? to, int toNumber) = Walk();
        if (from is not null)
        {
            bool cuts = _random.Next(4) == 0;
            SetEdge(from, fromNumber, _random.Next(Slots), cuts ? null : to, cuts ? 0 : toNumber);
        }
    }

    private void Forget()
    {
        int root = _random.Next(Roots);
        _roots[root] = null;
        _rootNumbers[root] = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Watch(int handle)
    {
        (Node? node, int number) = Walk();
        _weak[handle] = node is null ? null : new WeakReference(node, trackResurrection: _random.Next(2) == 0);
        _weakNumbers[handle] = number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Pin(int handle)
    {
        if (_pins[handle].IsAllocated)
        {
            bool stayed = _pins[handle].AddrOfPinnedObject() == _pinned[handle];
            Check(stayed && IsLoad((byte[])_pins[handle].Target!), "a pin");
            _pins[handle].Free();
        }
        else if (Walk().Node is { } node)
        {
            _pins[handle] = GCHandle.Alloc(node.Load, GCHandleType.Pinned);
            _pinned[handle] = _pins[handle].AddrOfPinnedObject();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FixAndCollect()
    {
        if (Walk().Node is not { } node)
        {
            return;
        }

        fixed (byte* first = node.Load)
        {
            GC.Collect();
            fixed (byte* now = node.Load)
            {
                Check(first == now && IsLoad(node.Load), "a fixed array");
            }
        }

        Check(IsWhole(node), "the owner of a fixed array");
    }

    // A copy is isomorphic, and the original as it was. Nodes with finalizers do not travel.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Send()
    {
        (Node? node, int number) = Walk();
        if (Parcel.TryPack(node, out Parcel parcel, out _) != ParcelRefusal.None)
        {
            return;
        }

        if (_random.Next(2) == 0)
        {
            parcel.Discard();
            return;
        }

        var copy = (Node?)parcel.Take();
        Check(number == 0 || copy != node || !IsPrivate, "the copy of a message");
        Array.Clear(_isReachable);
        Compare(copy, number, new Node?[capacity]);
    }

    // An object whose finalizer is due and has not run keeps what it refers to: the first call lets it.
    private void CollectAndCompare()
    {
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Array.Clear(_isReachable);
        CompareRoots();
        CompareWeak();
        foreach (int number in _finalized)
        {
            Check(number > 0, "a finalizer's view");
            Check(number < 0 || !_isReachable[number], "who was finalized");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompareRoots()
    {
        var known = new Node?[capacity];
        for (int root = 0; root < Roots; root++)
        {
            Compare(_roots[root], _rootNumbers[root], known);
        }
    }

    // By a list of pending numbers: depth is no limit.
    private void Compare(Node? root, int rootNumber, Node?[] known)
    {
        var pending = new Stack<(Node? Node, int Number)>([(root, rootNumber)]);
        while (_complaint is null && pending.TryPop(out (Node? Node, int Number) next))
        {
            (Node? node, int number) = next;
            Check((node?.Number ?? 0) == number, $"who is in the place of {number}");
            if (node is null || _isReachable[number])
            {
                Check(node == known[number], $"the identity of {number}");
                continue;
            }

            _isReachable[number] = true;
            known[number] = node;
            Check(IsWhole(node), $"the content of {number}");
            for (int slot = 0; slot < Slots; slot++)
            {
                pending.Push((node[slot], _edges[(number * Slots) + slot]));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompareWeak()
    {
        for (int handle = 0; handle < Handles; handle++)
        {
            if (_weak[handle] is not { } weak)
            {
                continue;
            }

            int number = _weakNumbers[handle];
            var target = (Node?)weak.Target;
            Check(target is not null || !_isReachable[number], $"a weak reference to {number}, which lives");
            Check(target is null || (target.Number == number && IsWhole(target)), $"a weak reference to {number}");
            bool mayBeThere = _isReachable[number] || !IsPrivate || weak.TrackResurrection;
            Check(target is null || mayBeThere, $"a weak reference to {number}, which is dead");
            _weak[handle] = _isReachable[number] ? weak : null;
        }
    }

    // A node somewhere, found by the graph's own references.
    private (Node? Node, int Number) Walk()
    {
        int root = _random.Next(Roots);
        Node? node = _roots[root];
        int number = _rootNumbers[root];
        for (int steps = _random.Next(12); steps > 0 && node is not null; steps--)
        {
            int slot = _random.Next(Slots);
            if (node[slot] is { } next)
            {
                node = next;
                number = _edges[(number * Slots) + slot];
            }
        }

        Check((node?.Number ?? 0) == number, $"a walk to {number}");
        return (node, number);
    }

    private void SetEdge(Node from, int fromNumber, int slot, Node? to, int toNumber)
    {
        from[slot] = to;
        _edges[(fromNumber * Slots) + slot] = toNumber;
    }

    private void Check(bool holds, string what) => _complaint ??= holds ? null : $"{what} is not as it ought to be";

    private static bool IsWhole(Node node) =>
        node.Load.Length == LoadLength(node.Number) && IsLoad(node.Load) && node.Many.Length == 2
            && node.Pairs.Length == 3;

    private static bool IsLoad(byte[] load) => load.AsSpan().IndexOfAnyExcept((byte)load.Length) < 0;

    private static int LoadLength(int number) => number * 7 % 61;

    private static byte[] LoadOf(int number)
    {
        byte[] load = new byte[LoadLength(number)];
        load.AsSpan().Fill((byte)load.Length);
        return load;
    }
}
