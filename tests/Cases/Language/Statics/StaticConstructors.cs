using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Statics;

/// <summary>
/// When a type's static fields get their values. With a static constructor the moment is exact: at the first use of a
/// static member or the first instance, never before, exactly once (C# standard §15.12). Without one
/// (<c>beforefieldinit</c>) it is only promised to have happened before a static field is read, so nothing is asserted
/// about how early. Every case uses types of its own, because a type is initialised once in a process.
/// </summary>
public sealed class StaticConstructors
{
    private static readonly Journal s_journal = new();

    private static class Lazy
    {
        public static readonly int Value = 7;

        static Lazy() => s_journal.Note("lazy");

        public static int Method() => Value;
    }

    private class Parent
    {
        static Parent() => s_journal.Note("parent");

        public Parent() => s_journal.Note("parent-instance");
    }

    private sealed class Child : Parent
    {
        static Child() => s_journal.Note("child");

        public Child() => s_journal.Note("child-instance");
    }

    private static class Ordered
    {
        public static readonly int First = Next();
        public static readonly int Second = Next();
        public static readonly int Third;
        private static int s_count;

        static Ordered() => Third = Next();

        private static int Next() => ++s_count;
    }

    private static class Left
    {
        public static int Value = 1;

        static Left() => Value = Right.Value + 10;
    }

    private static class Right
    {
        public static int Value = 2;

        static Right() => Value = Left.Value + 100;
    }

    private static class Reentrant
    {
        public static readonly List<string> Log = [];
        public static readonly int Value = Compute();

        static Reentrant() => Log.Add("constructor");

        private static int Compute()
        {
            Log.Add("compute sees " + Value);
            return 5;
        }
    }

    private static class Plain
    {
        public static readonly object Object = new();
        public static readonly string[] Texts = ["a", "b"];
        public static readonly Dictionary<string, int> Map = new() { ["one"] = 1 };
        public static readonly double Root = Math.Sqrt(Opaque.Of(16.0));
        public static readonly Func<int, int> Twice = n => n * 2;
    }

    private struct Valued
    {
        public static int Runs;
        public int Number;

        static Valued() => Runs += 1;

        public Valued(int number) => Number = number;
    }

    private static class Unused
    {
        public static readonly int Value = 1;

        static Unused() => s_journal.Note("unused");
    }

    /// <summary>A static constructor runs before the first static method, and not before it is needed.</summary>
    [Fact]
    public void A_static_constructor_runs_at_the_first_use()
    {
        int before = Occurrences("lazy");
        Assert.Equal(7, Lazy.Method());
        Assert.Equal(7, Lazy.Value);
        Assert.Equal(0, before);
        Assert.Equal(1, Occurrences("lazy"));
    }

    /// <summary>A type that is never used is never initialised; naming it in typeof is not a use.</summary>
    [Fact]
    public void An_unused_type_is_not_initialised()
    {
        Assert.Equal("Unused", typeof(Unused).Name);
        if (Opaque.Of(false))
        {
            Opaque.Of(Unused.Value);
        }

        Assert.Equal(0, Occurrences("unused"));
    }

    /// <summary>The first instance initialises its class, then its base, then builds from the base up.</summary>
    [Fact]
    public void The_first_instance_initialises_class_and_base()
    {
        Opaque.Of(new Child());
        Opaque.Of(new Child());
        string text = s_journal.ToString();
        Assert.Contains("child parent parent-instance child-instance parent-instance child-instance", text);
        Assert.Equal(1, Occurrences("child"));
        Assert.Equal(1, Occurrences("parent"));
    }

    /// <summary>Field initialisers run in the order they are written, before the body of the constructor.</summary>
    [Fact]
    public void Field_initialisers_run_in_textual_order()
    {
        // The count is declared after the first two and has no initialiser, so nothing resets it in between.
        Assert.Equal((1, 2, 3), (Ordered.First, Ordered.Second, Ordered.Third));
    }

    /// <summary>Of two types that need each other, the one begun second sees the first half done.</summary>
    [Fact]
    public void Circular_static_constructors_see_partial_values()
    {
        // Left starts and has set 1; Right then runs whole: 1 + 100; Left ends with 101 + 10.
        Assert.Equal(111, Left.Value);
        Assert.Equal(101, Right.Value);
    }

    /// <summary>A type under initialisation may use itself and sees what is set so far.</summary>
    [Fact]
    public void A_type_may_use_itself_while_it_is_initialised()
    {
        Assert.Equal(5, Reentrant.Value);
        Assert.Sequence(["compute sees 0", "constructor"], Reentrant.Log);
    }

    /// <summary>Objects of every kind in static readonly fields are made once and stay the same.</summary>
    [Fact]
    public void Static_readonly_objects_are_made_once()
    {
        Assert.Same(Plain.Object, ReadObject());
        Assert.Equal("ab", string.Concat(Plain.Texts));
        Plain.Texts[0] = "c";
        Assert.Equal("cb", string.Concat(Plain.Texts));
        Assert.Equal(1, Plain.Map["one"]);
        Assert.Equal(4.0, Plain.Root);
        Assert.Equal(14, Plain.Twice(7));
    }

    /// <summary>A struct's static constructor runs at its first constructor call, once.</summary>
    [Fact]
    public void A_struct_runs_its_static_constructor_once()
    {
        Assert.Equal(3, new Valued(3).Number);
        Assert.Equal(4, new Valued(4).Number);
        Assert.Equal(1, Valued.Runs);
    }

    /// <summary>Asking for it explicitly runs a static constructor unless it has run.</summary>
    [Fact]
    public void A_static_constructor_can_be_asked_for()
    {
        RuntimeHelpers.RunClassConstructor(typeof(Asked).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Asked).TypeHandle);
        Assert.Equal(1, Occurrences("asked"));
        Assert.Equal(3, Asked.Value);
    }

    private static class Asked
    {
        public static readonly int Value = 3;

        static Asked() => s_journal.Note("asked");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object ReadObject() => Plain.Object;

    private static int Occurrences(string word) => s_journal.ToString().Split(' ').Count(w => w == word);
}
