using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>
/// Claims about the stacks of processes: they grow by faults, end at a guard, and give their memory back.
/// </summary>
public sealed unsafe class Stacks : IDisposable
{
    private const long Kilobyte = 1024;
    private readonly ScriptedRuntime _runtime = new();

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();

    /// <summary>Deep recursion finds memory as it goes, and finds its locals again on the way back.</summary>
    [Fact]
    public void A_stack_grows_on_demand()
    {
        int result = 0;
        long bytes = 0;
        Context.SwitchTo(ScriptedRuntime.Create(() =>
        {
            result = Sum(1_000);
            bytes = ProcessContexts.Statistics(ProcessContexts.Current).StackBytes;
        }));
        Assert.Equal(1_000 * 1_001 / 2, result);
        Assert.InRange(bytes, 64 * Kilobyte, 256 * Kilobyte);
    }

    /// <summary>A frame larger than a page, and one larger than what the stack has, are found room for.</summary>
    [Fact]
    public void Large_frames_find_room()
    {
        int sum = 0;
        Context.SwitchTo(ScriptedRuntime.Create(() => sum = Large(40_000) + Large(100_000)));
        Assert.Equal(3, sum);
    }

    /// <summary>Recursion without end ends the process, and nothing else; again and again.</summary>
    [Fact]
    public void An_overflow_ends_the_process()
    {
        for (int round = 1; round <= 20; round++)
        {
            Context.SwitchTo(ScriptedRuntime.Create(static () => Forever(0)));
            Assert.Equal(round, _runtime.Failures.Count);
            Assert.Equal(FailureKind.StackOverflow, _runtime.Failures[^1].Kind);
            Assert.NotEqual(0ul, _runtime.Failures[^1].InstructionPointer);
        }
    }

    /// <summary>So does recursion through exception handlers, whose dispatch stands on the stack too.</summary>
    [Fact]
    public void An_overflow_in_the_middle_of_exceptions_ends_the_process()
    {
        Context.SwitchTo(ScriptedRuntime.Create(static () => ThrowForever(0)));
        Assert.Equal(FailureKind.StackOverflow, _runtime.Failures[^1].Kind);
    }

    /// <summary>
    /// Stacks that nobody has any more are used no more: their memory lies idle, and the next processes find it.
    /// </summary>
    [Fact]
    public void Memory_of_free_stacks_is_idle()
    {
        const int Count = 400;
        HoldDeep(Count);
        MemoryUse before = Machine.Memory;
        HoldDeep(Count);
        HoldDeep(Count);
        MemoryUse after = Machine.Memory;

        // Objects of the case are never collected; some windows of them. Other cores may have given something back.
        long kept = after.UsedBytes - before.UsedBytes;
        Assert.True(kept <= 1024 * Kilobyte, $"{kept} bytes");
        Assert.InRange(after.IdleStackBytes, Count * 4 * Kilobyte, Count * 64 * Kilobyte);
    }

    /// <summary>All of that memory is the machine's when it asks.</summary>
    [Fact]
    public void Memory_of_free_stacks_is_given_back_on_demand()
    {
        const int Count = 400;
        GiveBackAll();
        nuint before = Platform.FreeMemory;
        HoldDeep(Count);
        Assert.InRange((long)(before - Platform.FreeMemory), Count * 4 * Kilobyte, long.MaxValue);
        GiveBackAll();

        // Objects of the case are never collected; some windows of them. The core keeps some stacks for itself.
        Assert.InRange((long)before - (long)Platform.FreeMemory, -1024 * Kilobyte, 2048 * Kilobyte);
        int result = 0;
        Context.SwitchTo(ScriptedRuntime.Create(() => result = Sum(1_000)));
        Assert.Equal(1_000 * 1_001 / 2, result);
    }

    /// <summary>
    /// Memory of stacks that was given back is found again with nothing in it, also by processes that grow to where
    /// others were.
    /// </summary>
    [Fact]
    public void Memory_that_comes_again_is_zero()
    {
        const int Count = 100;
        HoldDeep(Count);
        GiveBackAll();
        int dirty = 0;
        var all = new nint[Count];
        for (int i = 0; i < Count; i++)
        {
            all[i] = (nint)ScriptedRuntime.Create(() =>
            {
                dirty += Dirty(20_000);
                _runtime.Pause();
            });
            Context.SwitchTo((ContextBlock*)all[i]);
        }

        foreach (nint process in all)
        {
            Context.SwitchTo((ContextBlock*)process);
        }

        // Those that the core kept for itself have what their last user left.
        Assert.InRange(dirty, 0, 2 * StackSlots.OfRun);
    }

    private static void GiveBackAll()
    {
        Preemption.Disable();
        while (Reclaiming.TryStep())
        {
        }

        Preemption.Enable();
    }

    // Whether there is anything in memory that nobody has written to.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static int Dirty(int bytes)
    {
        Span<byte> room = stackalloc byte[bytes];
        return room[..(bytes / 2)].IndexOfAnyExcept((byte)0) >= 0 ? 1 : 0;
    }

    private void HoldDeep(int count)
    {
        var all = new nint[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = (nint)ScriptedRuntime.Create(() =>
            {
                _ = Sum(500);
                _runtime.Pause();
            });
            Context.SwitchTo((ContextBlock*)all[i]);
        }

        foreach (nint process in all)
        {
            Context.SwitchTo((ContextBlock*)process);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sum(int depth)
    {
        Span<long> room = stackalloc long[16];
        room.Fill(depth);
        return depth == 0 ? 0 : Sum(depth - 1) + (int)room[7];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Large(int bytes)
    {
        Span<byte> room = stackalloc byte[bytes];
        room.Clear();
        room[0] = 1;
        room[^1] = (byte)(bytes / 100_000);
        return room[0] + room[^1];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Forever(int depth) => Forever(depth + 1) + 1;

    private static int ThrowForever(int depth)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            return ThrowForever(depth + 1) + 1;
        }
    }
}
