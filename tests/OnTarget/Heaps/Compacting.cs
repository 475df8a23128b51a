// What a process does before it waits for long: it keeps one object and what that refers to, forgets its stack, and
// leaves a heap as small as what lives.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about compacted heaps.</summary>
public sealed unsafe class Compacting
{
    private sealed class State
    {
        public readonly List<string> Lines = [];
        public readonly Dictionary<int, int[]> Loads = [];
        public State? Self;
        public WeakReference? Lost;
    }

    /// <summary>What is kept is whole, and there is hardly room for anything else.</summary>
    [Fact]
    public void What_is_kept_is_whole_and_the_heap_small()
        => Assert.Equal("500 499 True True", HeapProcess.Run(static () =>
        {
            var state = (State)ProcessContexts.Compact(Make());
            nuint live = Context.CurrentBlock->Heap.LiveBytes;
            nuint total = Context.CurrentBlock->Heap.TotalBytes;
            bool isSmall = total < live + (live / 4) + 256;
            return $"{state.Lines.Count} {state.Loads[499][^1]} {state.Self == state} {isSmall}";
        }));

    /// <summary>
    /// Nothing on the stack counts; handles, thread statics and the runtime's own object do.
    /// </summary>
    [Fact]
    public void The_stack_is_forgotten_and_handles_are_not()
        => Assert.Equal("True handle local static", HeapProcess.Run(static () =>
        {
            GCHandle handle = GCHandle.Alloc(new string('h', 1) + "andle");
            ProcessContexts.Local = new string('l', 1) + "ocal";
            SetOwn();
            string onStack = new string('o', 1) + "nly here";
            var state = (State)ProcessContexts.Compact(new State { Lost = new WeakReference(onStack) });
            string found = $"{state.Lost!.Target is null} {handle.Target} {ProcessContexts.Local} {GetOwn()}";
            handle.Free();
            return found;
        }));

    /// <summary>Messages and pinned arrays that live go along; those that do not are given back.</summary>
    [Fact]
    public void Other_blocks_come_along_or_go()
        => Assert.Equal("kept 9 1", HeapProcess.Run(static () =>
        {
            var all = new object[3];
            Parcel.TryPack(new string('k', 1) + "ept", out Parcel kept, out _);
            all[0] = kept.Take()!;
            Parcel.TryPack(new int[1000], out Parcel lost, out _);
            _ = lost.Take();
            byte[] pinned = GC.AllocateArray<byte>(10, pinned: true);
            pinned[9] = 9;
            all[1] = pinned;
            _ = GC.AllocateArray<byte>(10, pinned: true);
            all = (object[])ProcessContexts.Compact(all);
            int others = 0;
            for (HeapBlock* block = Context.CurrentBlock->Heap.Others; block != null; block = block->Next)
            {
                others++;
            }

            return $"{all[0]} {((byte[])all[1])[9]} {others}";
        }));

    /// <summary>A compacted heap grows again when there is need, again and again.</summary>
    [Fact]
    public void It_grows_again()
        => Assert.Equal("1500 True", HeapProcess.Run(static () =>
        {
            var state = (State)ProcessContexts.Compact(new State());
            for (int round = 0; round < 3; round++)
            {
                Fill(state);
                state = (State)ProcessContexts.Compact(state);
            }

            bool isWhole = state.Lines.All(static line => line.StartsWith("line ", StringComparison.Ordinal));
            return $"{state.Lines.Count} {isWhole}";
        }));

    private static class Own
    {
        [ThreadStatic]
        public static string? Text;
    }

    // The compiler may keep the address of the thread statics in a frame, and that is forgotten, too.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SetOwn() => Own.Text = new string('s', 1) + "tatic";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? GetOwn() => Own.Text;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static State Make()
    {
        var state = new State();
        state.Self = state;
        Fill(state);
        GC.KeepAlive(new byte[50_000]);
        return state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(State state)
    {
        for (int number = 0; number < 500; number++)
        {
            state.Lines.Add($"line {number}");
            state.Loads[number] = [1, number];
        }
    }
}
