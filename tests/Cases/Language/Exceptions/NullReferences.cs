using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Every way to follow a reference that is null. Most are not tested by any instruction: the access itself faults on
/// the unmapped first page and the fault becomes a <see cref="NullReferenceException"/> (ECMA-335 III.4.10 and
/// others). What faults differs much: a load, a store, a locked instruction, a copy of many words, a store inside a
/// write-barrier helper, the load of a type word in a dispatch stub. Fields that lie far behind the first page need an
/// explicit test.
/// </summary>
public sealed class NullReferences
{
    private interface INode
    {
        int Visit();

        T Echo<T>(T value);
    }

    private record struct Big(long A, long B, long C, long D, long E, long F, long G, long H, long I);

    private record struct Mixed(object? First, long Second, string? Third);

    [InlineArray(20_000)]
    private struct Gap
    {
        private long _first;
    }

    private class Node : INode
    {
        public byte Small;
        public int Number;
        public double Fraction;
        public Node? Next;
        public Big Big;
        public Mixed Mixed;

        public int Visit() => Number;

        public T Echo<T>(T value) => value;

        public virtual int Virtual() => Number;

        public virtual T GenericVirtual<T>(T value) => value;

        public int Ignorant() => 1;
    }

    private sealed class Distant
    {
        public Gap Gap;
        public int Far;
    }

    private ref struct Borrowed(ref int target)
    {
        public readonly ref int Target = ref target;
    }

    private readonly Node _none = Opaque.Null<Node>();

    /// <summary>Reading fields of each size through null.</summary>
    [Fact]
    public void Reading_a_field_of_null_throws()
    {
        ThrowsNull(() => Opaque.Of(_none.Small));
        ThrowsNull(() => Opaque.Of(_none.Number));
        ThrowsNull(() => Opaque.Of(_none.Fraction));
        ThrowsNull(() => Opaque.Of(_none.Next));
    }

    /// <summary>Writing fields through null, and nothing is written anywhere.</summary>
    [Fact]
    public void Writing_a_field_of_null_throws()
    {
        ThrowsNull(() => _none.Small = 1);
        ThrowsNull(() => _none.Number = Opaque.Of(1));
        ThrowsNull(() => _none.Fraction = Opaque.Of(1.0));
    }

    /// <summary>Writing a reference through null faults inside the write barrier, and is the same exception.</summary>
    [Fact]
    public void Writing_a_reference_field_of_null_throws()
    {
        var value = new Node();
        ThrowsNull(() => _none.Next = value);
        ThrowsNull(() => _none.Next = null);
        ThrowsNull(() => Opaque.Of(_none.Next!.Next));
    }

    /// <summary>Copying whole structs out of null and into it.</summary>
    [Fact]
    public void Copying_a_struct_field_of_null_throws()
    {
        ThrowsNull(() => Opaque.Of(_none.Big));
        ThrowsNull(() => _none.Big = Opaque.Of(new Big(1, 2, 3, 4, 5, 6, 7, 8, 9)));
        ThrowsNull(() => Opaque.Of(_none.Mixed));
        ThrowsNull(() => _none.Mixed = Opaque.Of(new Mixed(this, 2, "x")));
    }

    /// <summary>A field 160 KB behind its object is checked too.</summary>
    [Fact]
    public void Accessing_a_distant_field_of_null_throws()
    {
        Distant none = Opaque.Null<Distant>();
        ThrowsNull(() => Opaque.Of(none.Far));
        ThrowsNull(() => none.Far = Opaque.Of(1));
        ThrowsNull(() => Opaque.Of(none.Gap[19_999]));
        ThrowsNull(() => none.Gap[19_999] = Opaque.Of(1L));
    }

    /// <summary>C# checks the receiver of every instance call, also when the method never looks at it.</summary>
    [Fact]
    public void Calling_a_method_on_null_throws()
    {
        ThrowsNull(() => Opaque.Of(_none.Visit()));
        ThrowsNull(() => Opaque.Of(_none.Ignorant()));
    }

    /// <summary>Virtual and generic virtual calls need the type of the receiver.</summary>
    [Fact]
    public void Calling_a_virtual_method_on_null_throws()
    {
        ThrowsNull(() => Opaque.Of(_none.Virtual()));
        ThrowsNull(() => Opaque.Of(_none.GenericVirtual(1)));
        ThrowsNull(() => Opaque.Of(_none.GenericVirtual("one")));
        ThrowsNull(() => Opaque.Of(Opaque.Null<object>().GetType()));
        ThrowsNull(() => Opaque.Of(Opaque.Null<object>().ToString()));
    }

    /// <summary>An interface call on null faults in the dispatch stub, before and after its cache is warm.</summary>
    [Fact]
    public void Calling_an_interface_method_on_null_throws()
    {
        INode[] nodes = [null!, new Node { Number = 3 }, null!, new Node { Number = 4 }];
        int sum = 0;
        int nulls = 0;
        foreach (INode node in nodes)
        {
            try
            {
                sum += node.Visit();
            }
            catch (NullReferenceException)
            {
                nulls++;
            }
        }

        Assert.Equal(7, sum);
        Assert.Equal(2, nulls);
        ThrowsNull(() => Opaque.Of(Opaque.Null<INode>().Echo("x")));
        ThrowsNull(() => Opaque.Of(Opaque.Null<INode>().Echo(1)));
    }

    /// <summary>Length, elements and enumeration of a null array.</summary>
    [Fact]
    public void Using_a_null_array_throws()
    {
        int[] numbers = Opaque.Null<int[]>();
        object[] objects = Opaque.Null<object[]>();
        ThrowsNull(() => Opaque.Of(numbers.Length));
        ThrowsNull(() => Opaque.Of(numbers[0]));
        ThrowsNull(() => numbers[5] = 1);
        ThrowsNull(() => objects[0] = this);
        ThrowsNull(() => Opaque.Of(Opaque.Null<int[,]>()[0, 0]));
        ThrowsNull(() =>
        {
            foreach (int number in numbers)
            {
                Opaque.Of(number);
            }
        });
    }

    /// <summary>Length and characters of a null string, while concatenation takes null as empty.</summary>
    [Fact]
    public void Using_a_null_string_throws()
    {
        string none = Opaque.Null<string>();
        ThrowsNull(() => Opaque.Of(none.Length));
        ThrowsNull(() => Opaque.Of(none[0]));
        ThrowsNull(() => Opaque.Of(none.Trim()));
        Assert.Equal("ab", "a" + none + "b");
    }

    /// <summary>Calling a null delegate, which ?.Invoke does not do.</summary>
    [Fact]
    public void Calling_a_null_delegate_throws()
    {
        Action none = Opaque.Null<Action>();
        Func<int, string> function = Opaque.Null<Func<int, string>>();
        ThrowsNull(() => none());
        ThrowsNull(() => Opaque.Of(function(1)));
        none?.Invoke();
    }

    /// <summary>Unboxing null into a value type, which into a nullable type is no error.</summary>
    [Fact]
    public void Unboxing_null_throws()
    {
        object none = Opaque.Null<object>();
        ThrowsNull(() => Opaque.Of((int)none));
        ThrowsNull(() => Opaque.Of((Mixed)none));
        Assert.Null((int?)none);
    }

    /// <summary>Taking a reference to a field of null, and atomic operations on it.</summary>
    [Fact]
    public void Passing_a_field_of_null_by_reference_throws()
    {
        ThrowsNull(() => Increment(ref _none.Number));
        ThrowsNull(() => Interlocked.Increment(ref _none.Number));
        ThrowsNull(() => Interlocked.Exchange(ref _none.Next, new Node()));
        ThrowsNull(() => Interlocked.CompareExchange(ref _none.Next, new Node(), null));
        ThrowsNull(() => Volatile.Write(ref _none.Number, 5));
    }

    /// <summary>A ref field that was never set refers to nothing.</summary>
    [Fact]
    public void Following_an_unset_ref_field_throws()
    {
        ThrowsNull(() =>
        {
            Borrowed unset = default;
            Opaque.Of(unset.Target);
        });
        ThrowsNull(() =>
        {
            Borrowed unset = default;
            unset.Target = 5;
        });
    }

    /// <summary>throw null throws a NullReferenceException in its place.</summary>
    [Fact]
    public void Throwing_null_throws_a_null_reference_exception()
    {
        ThrowsNull(() => throw Opaque.Null<Exception>());
    }

    /// <summary>A fault runs the finally blocks and filters of its frame like any other exception.</summary>
    [Fact]
    public void A_fault_passes_filters_and_finally_blocks()
    {
        var journal = new Journal();
        int number = 1;
        try
        {
            try
            {
                number = 2;
                number = _none.Number;
            }
            catch (NullReferenceException) when (journal.Answer("no", false))
            {
            }
            finally
            {
                journal.Note("finally" + number);
            }
        }
        catch (NullReferenceException) when (journal.Answer("yes" + number, true))
        {
            journal.Note("catch" + number);
        }

        Assert.Equal("no yes2 finally2 catch2", journal.ToString());
    }

    private static void ThrowsNull(Action action) => Assert.Throws<NullReferenceException>(action);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Increment(ref int number) => number++;
}
