namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Virtual methods with type parameters of their own. No table of slots can hold them, because the instantiations are
/// not known when the class is laid out: ahead-of-time compilers look them up at run time, by receiver and by type
/// arguments. Tried here for classes, interfaces, boxed structs, shared and unshared instantiations, and recursion.
/// </summary>
public sealed class GenericVirtualMethods
{
    private interface IVisitor
    {
        string Visit<T>(T value);

        string VisitTwice<T>(T value) => Visit(value) + Visit(value);
    }

    private class Namer : IVisitor
    {
        public virtual string Visit<T>(T value) => typeof(T).Name + ":" + value;

        public virtual string Pair<TFirst, TSecond>(TFirst first, TSecond second) =>
            typeof(TFirst).Name + typeof(TSecond).Name + first + second;

        public virtual int Depth<T>(T value, int levels) => levels == 0 ? 0 : 1 + Depth(value, levels - 1);
    }

    private class Louder : Namer
    {
        public override string Visit<T>(T value) => base.Visit(value) + "!";
    }

    private sealed class Loudest : Louder
    {
        public override string Visit<T>(T value) => base.Visit(value) + "!";

        public override string Pair<TFirst, TSecond>(TFirst first, TSecond second) =>
            base.Pair(second, first);
    }

    private readonly struct Counter(int start) : IVisitor
    {
        public string Visit<T>(T value) => start + typeof(T).Name;
    }

    private abstract class Folder<TItem>
    {
        public abstract TState Fold<TState>(TItem[] items, TState seed, Func<TState, TItem, TState> step);
    }

    private sealed class Forward<TItem> : Folder<TItem>
    {
        public override TState Fold<TState>(TItem[] items, TState seed, Func<TState, TItem, TState> step)
        {
            foreach (TItem item in items)
            {
                seed = step(seed, item);
            }

            return seed;
        }
    }

    private sealed class Backward<TItem> : Folder<TItem>
    {
        public override TState Fold<TState>(TItem[] items, TState seed, Func<TState, TItem, TState> step)
        {
            for (int i = items.Length - 1; i >= 0; i--)
            {
                seed = step(seed, items[i]);
            }

            return seed;
        }
    }

    /// <summary>The override of the receiver's class runs, with the type argument of the call.</summary>
    [Fact]
    public void A_generic_virtual_call_runs_the_override_of_the_receiver()
    {
        Namer[] namers = [new Namer(), new Louder(), new Loudest()];
        Assert.Sequence(["Int32:1", "Int32:1!", "Int32:1!!"], namers.Select(n => n.Visit(1)));
        Assert.Sequence(["String:x", "String:x!", "String:x!!"], namers.Select(n => n.Visit("x")));
    }

    /// <summary>Each instantiation is its own method: integers, structs, references, enums.</summary>
    [Fact]
    public void Each_type_argument_is_an_instantiation_of_its_own()
    {
        Namer namer = Opaque.Of<Namer>(new Louder());
        Assert.Equal("Int64:5!", namer.Visit(5L));
        Assert.Equal("Char:c!", namer.Visit('c'));
        Assert.Equal("DayOfWeek:Monday!", namer.Visit(DayOfWeek.Monday));
        Assert.Equal("ValueTuple`2:(1, b)!", namer.Visit((1, "b")));
        Assert.Equal("Object:o!", namer.Visit<object>("o"));
    }

    /// <summary>Two type parameters may be swapped on the way to the base class.</summary>
    [Fact]
    public void Type_arguments_may_be_swapped_in_an_override()
    {
        Namer namer = Opaque.Of<Namer>(new Loudest());
        Assert.Equal("StringInt32two1", namer.Pair(1, "two"));
        Assert.Equal("Int32String1two", namer.Pair("two", 1));
    }

    /// <summary>Through an interface, on a class and on a boxed struct.</summary>
    [Fact]
    public void A_generic_interface_method_works_on_classes_and_boxed_structs()
    {
        IVisitor[] visitors = [new Namer(), new Loudest(), new Counter(7)];
        Assert.Sequence(["Byte:3", "Byte:3!!", "7Byte"], visitors.Select(v => v.Visit((byte)3)));
        Assert.Sequence(["String:s", "String:s!!", "7String"], visitors.Select(v => v.Visit("s")));
    }

    /// <summary>A default body of a generic interface method calls back into the class.</summary>
    [Fact]
    public void A_default_generic_method_calls_the_implementation()
    {
        Assert.Equal("Int32:4!Int32:4!", Opaque.Of<IVisitor>(new Louder()).VisitTwice(4));
        Assert.Equal("1Object1Object", Opaque.Of<IVisitor>(new Counter(1)).VisitTwice<object>("x"));
    }

    /// <summary>The same call site serves changing receivers many times.</summary>
    [Fact]
    public void One_call_site_serves_alternating_receivers()
    {
        IVisitor[] visitors = [new Namer(), new Louder(), new Loudest(), new Counter(2)];
        int length = 0;
        for (int i = 0; i < 400; i++)
        {
            length += visitors[i % 4].Visit(i % 10).Length;
        }

        Assert.Equal(100 * ("Int32:0".Length + "Int32:0!".Length + "Int32:0!!".Length + "2Int32".Length), length);
    }

    /// <summary>A generic virtual method calls itself, directly and with another type argument.</summary>
    [Fact]
    public void A_generic_virtual_method_may_recurse()
    {
        Assert.Equal(30, Opaque.Of(new Namer()).Depth("x", 30));
        Assert.Equal(12, Opaque.Of(new Namer()).Depth(1.5m, 12));
    }

    /// <summary>A generic virtual method of a generic class combines both sets of arguments.</summary>
    [Fact]
    public void A_generic_method_of_a_generic_class_combines_both_arguments()
    {
        Folder<int>[] numbers = [new Forward<int>(), new Backward<int>()];
        Folder<string>[] texts = [new Forward<string>(), new Backward<string>()];
        Assert.Sequence(["123", "321"], numbers.Select(f => f.Fold([1, 2, 3], "", (s, n) => s + n)));
        Assert.Sequence([-11L, -17L], numbers.Select(f => f.Fold([1, 2, 3], 0L, Mix)));
        Assert.Sequence(["ab", "ba"], texts.Select(f => f.Fold(["a", "b"], "", (s, t) => s + t)));
        Assert.Sequence([2, 2], texts.Select(f => f.Fold(["a", "b"], 0, (n, t) => n + t.Length)));
    }

    /// <summary>A delegate made from a generic virtual method is bound to the override.</summary>
    [Fact]
    public void A_delegate_of_a_generic_virtual_method_is_bound_to_the_override()
    {
        Func<int, string> visit = Opaque.Of<Namer>(new Louder()).Visit;
        Func<string, string> visitText = Opaque.Of<IVisitor>(new Loudest()).Visit;
        Assert.Equal("Int32:8!", visit(8));
        Assert.Equal("String:t!!", visitText("t"));
    }

    // 1, 2, 3 give -11 from the left and -17 from the right.
    private static long Mix(long state, int item) => (state * 2) - item;
}
