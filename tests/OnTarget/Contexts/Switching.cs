using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Claims about switching between contexts.</summary>
public sealed class Switching
{
    private const int Rounds = 1000;

    private static class Own
    {
        [ThreadStatic]
        public static int Counter;

        [ThreadStatic]
        public static List<int>? List;
    }

    /// <summary>Control goes to and fro, and each side finds its locals as it left them.</summary>
    [Fact]
    public void Locals_survive_a_switch()
    {
        double inside = 0.5;
        long outside = 1;
        using var other = new Coroutine(self =>
        {
            double term = 0.5;
            for (int round = 0; round < Rounds; round++)
            {
                self.Yield();
                inside += term;
            }
        });
        other.Resume();
        for (int round = 0; round < Rounds; round++)
        {
            outside += round;
            other.Resume();
        }

        Assert.True(other.IsDone);
        Assert.Equal(0.5 + (Rounds * 0.5), inside);
        Assert.Equal(1 + (Rounds * (Rounds - 1L) / 2), outside);
    }

    /// <summary>Every context has thread statics of its own, of plain types and of references.</summary>
    [Fact]
    public void Thread_statics_belong_to_a_context()
    {
        Own.Counter = 7;
        Own.List = [7];
        var seen = new List<string>();
        void Body(Coroutine self)
        {
            seen.Add($"{Own.Counter} {Own.List?.Count ?? -1}");
            Own.Counter += 1;
            Own.List = [1, 2];
            self.Yield();
            seen.Add($"{Own.Counter} {Own.List.Count}");
        }

        using var first = new Coroutine(Body);
        using var second = new Coroutine(Body);
        first.Resume();
        second.Resume();
        first.Resume();
        second.Resume();
        Assert.Sequence(["0 -1", "0 -1", "1 2", "1 2"], seen);
        Assert.Equal(7, Own.Counter);
        Assert.Sequence([7], Own.List);
        Own.Counter = 0;
    }

    /// <summary>Contexts allocate from windows of their own; objects of one are good in all others.</summary>
    [Fact]
    public void Objects_cross_contexts()
    {
        const int Count = 8;
        var shared = new List<string>[Count];
        var contexts = new List<Coroutine>();
        for (int index = 0; index < Count; index++)
        {
            int mine = index;
            contexts.Add(new Coroutine(self =>
            {
                shared[mine] = [];
                for (int round = 0; round < Rounds; round++)
                {
                    shared[mine].Add($"{mine}:{round}");
                    self.Yield();
                }
            }));
        }

        for (int round = 0; round <= Rounds; round++)
        {
            contexts.ForEach(static context => context.Resume());
        }

        for (int index = 0; index < Count; index++)
        {
            Assert.Equal(Rounds, shared[index].Count);
            Assert.Equal($"{index}:{Rounds - 1}", shared[index][^1]);
        }

        contexts.ForEach(static context => context.Dispose());
    }

    /// <summary>A context can make and run another one, and so on: the chain unwinds in order.</summary>
    [Fact]
    public void Contexts_nest()
    {
        const int Depth = 20;
        int deepest = 0;
        void Body(int depth)
        {
            deepest = Math.Max(deepest, depth);
            if (depth < Depth)
            {
                using var inner = new Coroutine(_ => Body(depth + 1));
                inner.Resume();
                Assert.True(inner.IsDone);
            }
        }

        Body(0);
        Assert.Equal(Depth, deepest);
    }

    /// <summary>
    /// A destroyed context gives all its memory back: making many, one after the other, costs nothing.
    /// </summary>
    [Fact]
    public void A_destroyed_context_gives_its_memory_back()
    {
        RunOne();
        nuint before = Platform.FreeMemory;
        for (int round = 0; round < 50; round++)
        {
            RunOne();
        }

        // The objects of the case itself are never collected; they fit into one more window. On the machine that may
        // take a page table, and so may the addresses that the last stack had.
        const long Window = 256 * 1024;
        const long Tables = 2 * 4096;
        Assert.InRange((long)(before - Platform.FreeMemory), long.MinValue, Window + Tables);

        static void RunOne()
        {
            using var context = new Coroutine(static _ => { });
            context.Resume();
        }
    }

    /// <summary>Every context has a number, and no number is used twice.</summary>
    [Fact]
    public void Contexts_are_numbered()
    {
        using var first = new Coroutine(static _ => { });
        using var second = new Coroutine(static _ => { });
        Assert.True(second.Id > first.Id);
    }

    /// <summary>A body that comes to its end without switching away is a programmer's error, and is told so.</summary>
    [Crash("A context's entry method returned")]
    public unsafe void A_context_that_returns_ends_the_machine()
    {
        Cosmos.Core.Contexts.ContextBlock* context = Cosmos.Core.Contexts.Context.Create(&ReturnAtOnce, 0, 64 * 1024);
        Cosmos.Core.Contexts.Context.SwitchTo(context);
    }

    private static void ReturnAtOnce(nint argument)
    {
    }
}
