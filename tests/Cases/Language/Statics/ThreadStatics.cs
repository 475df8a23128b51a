using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Statics;

/// <summary>
/// Variables of the running thread, asked on one thread: they begin as zero and null, keep what is written, and exist
/// once for each generic instantiation (documentation of ThreadStaticAttribute and ThreadLocal). That two threads have
/// two of each is asserted where there are two.
/// </summary>
public sealed class ThreadStatics
{
    private static class Own
    {
        [ThreadStatic]
        public static int Number;

        [ThreadStatic]
        public static string? Text;

        [ThreadStatic]
        public static (long Left, object? Right) Pair;
    }

    private static class Slot<T>
    {
        [ThreadStatic]
        public static T? Value;

        [ThreadStatic]
        public static int Writes;
    }

    private static class Initialised
    {
        [ThreadStatic]
        public static int Number;

        static Initialised() => Number = 8;
    }

    private static class Owner
    {
        [ThreadStatic]
        public static List<int>? Made;

        public static List<int> Items => Made ??= [];
    }

    /// <summary>Thread statics begin as zero or null and keep what is written to them.</summary>
    [Fact]
    public void Thread_statics_begin_as_default_and_keep_their_values()
    {
        Assert.Equal((0, true, 0L), (Own.Number, Own.Text is null, Own.Pair.Left));
        Own.Number = 5;
        Own.Text = "five" + Opaque.Of(5);
        Own.Pair = (6, Own.Text);
        Collide();
        Assert.Equal(5, ReadNumber());
        Assert.Equal("five5", Own.Text);
        Assert.Same(Own.Text, Own.Pair.Right);
        (Own.Number, Own.Text, Own.Pair) = (0, null, default);
    }

    /// <summary>A reference to a thread static is a reference like any other.</summary>
    [Fact]
    public void A_thread_static_can_be_changed_by_reference()
    {
        Add(ref Slot<ushort>.Writes, 3);
        Add(ref Slot<ushort>.Writes, 4);
        Assert.Equal(7, Slot<ushort>.Writes);
        Assert.Equal(7, Interlocked.Exchange(ref Slot<ushort>.Writes, 1));
    }

    /// <summary>Each generic instantiation has thread statics of its own, shared code or not.</summary>
    [Fact]
    public void Generic_instantiations_have_their_own_thread_statics()
    {
        Write(1);
        Write(2L);
        Write("three");
        Write("four");
        Write<object>("five");
        Assert.Equal((1, 2L), (Slot<int>.Value, Slot<long>.Value));
        Assert.Equal("four", Slot<string>.Value);
        Assert.Equal("five", (string?)Slot<object>.Value);
        Assert.Null(Slot<List<int>>.Value);
        Assert.Equal((1, 2, 1, 0), (Slot<int>.Writes, Slot<string>.Writes, Slot<object>.Writes, Slot<byte>.Writes));
    }

    /// <summary>The static constructor writes the thread static of the thread that runs it.</summary>
    [Fact]
    public void A_static_constructor_initialises_for_the_first_thread()
    {
        Assert.Equal(8, Initialised.Number);
        Initialised.Number++;
        Assert.Equal(9, Initialised.Number);
    }

    /// <summary>Lazily made objects are made once for the thread.</summary>
    [Fact]
    public void A_lazily_made_thread_static_stays_the_same_object()
    {
        List<int> items = Owner.Items;
        items.Add(1);
        Assert.Same(items, Owner.Items);
        Assert.Equal(1, Owner.Items.Count);
    }

    /// <summary>ThreadLocal makes its value at the first question, remembers it, and lets it be changed.</summary>
    [Fact]
    public void A_thread_local_makes_its_value_once()
    {
        int made = 0;
        using var local = new ThreadLocal<string>(() => "made" + ++made);
        Assert.False(local.IsValueCreated);
        Assert.Equal("made1", local.Value);
        Assert.Equal("made1", local.Value);
        Assert.True(local.IsValueCreated);
        local.Value = "set";
        Assert.Equal("set", local.Value);
        Assert.Equal(1, made);
    }

    /// <summary>Two ThreadLocals are independent; a disposed one refuses.</summary>
    [Fact]
    public void Thread_locals_are_independent_and_can_be_disposed()
    {
        var one = new ThreadLocal<int>(() => 1, trackAllValues: true);
        using var two = new ThreadLocal<int>();
        one.Value += 10;
        Assert.Equal(0, two.Value);
        two.Value = 5;
        Assert.Equal((11, 5), (one.Value, two.Value));
        Assert.Sequence([11], one.Values);
        one.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Opaque.Of(one.Value));
    }

    /// <summary>AsyncLocal keeps the value of the current flow.</summary>
    [Fact]
    public void An_async_local_keeps_its_value_in_the_flow()
    {
        var local = new AsyncLocal<string?>();
        Assert.Null(local.Value);
        local.Value = "flow";
        Assert.Equal("flow", local.Value);
        ExecutionContext.Run(ExecutionContext.Capture()!, _ => local.Value = "inside", null);
        Assert.Equal("flow", local.Value);
    }

    /// <summary>The current thread has an identity and a culture.</summary>
    [Fact]
    public void The_current_thread_is_always_the_same()
    {
        Assert.Same(Thread.CurrentThread, Thread.CurrentThread);
        Assert.Equal(Environment.CurrentManagedThreadId, Thread.CurrentThread.ManagedThreadId);
        Assert.True(Environment.CurrentManagedThreadId > 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadNumber() => Own.Number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write<T>(T value)
    {
        Slot<T>.Value = value;
        Slot<T>.Writes++;
    }

    private static void Add(ref int place, int amount) => place += amount;

    // Fills other thread statics, so that a storage that grows must carry the first ones along.
    private static void Collide()
    {
        Slot<decimal>.Value = 1;
        Slot<DateTime>.Value = default;
        Slot<int[]>.Value = new int[100];
        Slot<string[]>.Value = new string[100];
    }
}
