using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// References to places: ref locals and returns, ref fields, spans, inline arrays. They point into the middle of
/// objects, arrays and stack frames, so a collector must update them and a write barrier must accept them wherever they
/// point. The language's rules keep them from outliving their place; the cases check that they mean the place and not a
/// copy of what it held.
/// </summary>
public sealed class RefsAndSpans
{
    private struct Node
    {
        public int Value;
        public string? Name;
    }

    private sealed class Store
    {
        private readonly Node[] _nodes = new Node[4];
        private Node _single;

        public ref Node Single => ref _single;

        public ref Node this[int index] => ref _nodes[index];

        public ref readonly Node Peek(int index) => ref _nodes[index];
    }

    private ref struct Cursor(Span<int> items)
    {
        private readonly Span<int> _items = items;
        private int _at = -1;

        public readonly ref int Current => ref _items[_at];

        public bool MoveNext() => ++_at < _items.Length;

        public readonly Cursor GetEnumerator() => this;
    }

    private ref struct Slot<T>(ref T place)
    {
        private readonly ref T _place = ref place;

        public readonly T Value
        {
            get => _place;
            set => _place = value;
        }
    }

    [InlineArray(6)]
    private struct Six<T>
    {
        private T _first;
    }

    /// <summary>A ref local is another name for the variable.</summary>
    [Fact]
    public void A_ref_local_is_another_name_for_its_place()
    {
        int[] array = [1, 2, 3];
        ref int place = ref array[1];
        place = 20;
        array[1]++;
        Assert.Equal(21, place);
        place = ref array[2];
        place = 30;
        Assert.Sequence([1, 21, 30], array);
    }

    /// <summary>Ref returns reach into fields and elements, references included.</summary>
    [Fact]
    public void A_ref_return_reaches_into_its_object()
    {
        var store = new Store();
        store[2].Value = 5;
        store[2].Name = "n" + Opaque.Of(5);
        store.Single.Name = store[2].Name;
        ref Node single = ref store.Single;
        single.Value += 7;
        Assert.Equal(5, store.Peek(2).Value);
        Assert.Equal("n5", store.Peek(2).Name);
        Assert.Equal(7, store.Single.Value);
        Assert.Same(store[2].Name, store.Single.Name);
    }

    /// <summary>A conditional may choose between two places.</summary>
    [Fact]
    public void A_conditional_ref_chooses_a_place()
    {
        int left = 1;
        int right = 2;
        for (int i = 0; i < 4; i++)
        {
            (Opaque.Of(i % 2 == 0) ? ref left : ref right) += 10;
        }

        Assert.Equal((21, 22), (left, right));
    }

    /// <summary>Swap through refs works for values, references and structs.</summary>
    [Fact]
    public void Swapping_through_refs_works_for_every_kind_of_type()
    {
        (int a, int b) = (1, 2);
        Swap(ref a, ref b);
        Assert.Equal((2, 1), (a, b));
        object[] objects = ["x", 5];
        Swap(ref objects[0], ref objects[1]);
        Assert.Equal("x", (string)objects[1]);
        Node[] nodes = [new() { Name = "p" }, new() { Name = "q", Value = 9 }];
        Swap(ref nodes[0], ref nodes[1]);
        Assert.Equal(("q", 9, "p"), (nodes[0].Name, nodes[0].Value, nodes[1].Name));
    }

    /// <summary>A ref struct may hold a ref field and write through it.</summary>
    [Fact]
    public void A_ref_field_writes_through_to_its_place()
    {
        string[] texts = ["a", "b"];
        Slot<string> slot = new(ref texts[1]);
        slot.Value = "c" + Opaque.Of(1);
        Assert.Equal("c1", texts[1]);
        int number = 3;
        Slot<int> local = new(ref number);
        local.Value *= 5;
        Assert.Equal(15, number);
    }

    /// <summary>foreach by ref over a ref struct changes the elements.</summary>
    [Fact]
    public void Foreach_by_ref_changes_the_elements()
    {
        int[] array = [1, 2, 3, 4];
        foreach (ref int item in new Cursor(array.AsSpan(1)))
        {
            item *= 10;
        }

        foreach (ref int item in array.AsSpan(0, 1))
        {
            item = -1;
        }

        Assert.Sequence([-1, 20, 30, 40], array);
    }

    /// <summary>A span over stackalloc memory is zeroed or initialised, sliced, filled and copied.</summary>
    [Fact]
    public void A_span_over_stack_memory_behaves_like_any_span()
    {
        Span<int> numbers = stackalloc int[Opaque.Of(8)];
        numbers.Clear();
        numbers[3..5].Fill(7);
        numbers[^1] = 9;
        Assert.Sequence([0, 0, 0, 7, 7, 0, 0, 9], numbers.ToArray());
        Span<byte> listed = stackalloc byte[] { 1, 2, 3 };
        listed.Reverse();
        Assert.Sequence([(byte)3, (byte)2, (byte)1], listed.ToArray());
        numbers[..3].CopyTo(numbers[5..]);
        Assert.Equal(14, Total(numbers));
    }

    /// <summary>Overlapping copies inside one array move as if through a second one.</summary>
    [Fact]
    public void Overlapping_copies_are_correct_in_both_directions()
    {
        int[] numbers = [1, 2, 3, 4, 5];
        numbers.AsSpan(0, 4).CopyTo(numbers.AsSpan(1));
        Assert.Sequence([1, 1, 2, 3, 4], numbers);
        string[] texts = ["a", "b", "c", "d"];
        texts.AsSpan(1, 3).CopyTo(texts);
        Assert.Sequence(["b", "c", "d", "d"], texts);
        Array.Copy(texts, 0, texts, 1, 3);
        Assert.Sequence(["b", "b", "c", "d"], texts);
    }

    /// <summary>An inline array is a struct with indexed elements, of values and of references.</summary>
    [Fact]
    public void An_inline_array_holds_its_elements_by_value()
    {
        Six<int> numbers = default;
        Six<string?> texts = default;
        for (int i = 0; i < 6; i++)
        {
            numbers[i] = i * i;
            texts[i] = "t" + i;
        }

        Six<int> copy = numbers;
        copy[5] = 0;
        Assert.Equal(25, numbers[5]);
        Assert.Equal("t4t5", string.Concat(texts[4..].ToArray()));
        Span<int> view = numbers;
        view[0] = 100;
        Assert.Equal(100, numbers[0]);
        Assert.Throws<IndexOutOfRangeException>(() => ReadPast(Opaque.Of(6)));
    }

    /// <summary>A collection expression makes arrays, lists and spans, with spreads.</summary>
    [Fact]
    public void Collection_expressions_build_every_kind_of_target()
    {
        int[] middle = [2, 3];
        List<int> list = [1, .. middle, 4];
        ReadOnlySpan<int> span = [.. list, 5];
        HashSet<int> set = [.. span, 1, 2];
        Assert.Sequence([1, 2, 3, 4], list);
        Assert.Equal(15, Total(span));
        Assert.Equal(5, set.Count);
    }

    private static void Swap<T>(ref T left, ref T right) => (left, right) = (right, left);

    private static int Total(ReadOnlySpan<int> numbers)
    {
        int total = 0;
        foreach (int number in numbers)
        {
            total += number;
        }

        return total;
    }

    private static int ReadPast(int index)
    {
        Six<int> numbers = default;
        return numbers[index];
    }
}
