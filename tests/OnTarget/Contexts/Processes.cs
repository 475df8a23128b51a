using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Claims about contexts of processes: without a stack while they wait, gone without a trace.</summary>
public sealed unsafe class Processes : IDisposable
{
    private readonly ScriptedRuntime _runtime = new();
    private readonly int _blocks = ProcessBlocks.InUse;
    private readonly int _stacks = StackPool.InUse;

    private static class Own
    {
        [ThreadStatic]
        public static int Counter;
    }

    /// <summary>Whatever a case does, no block and no stack stays behind.</summary>
    public void Dispose()
    {
        _runtime.Dispose();
        Assert.Equal(_blocks, ProcessBlocks.InUse);
        Assert.Equal(_stacks, StackPool.InUse);
    }

    /// <summary>
    /// A new process has no stack; it gets one when it runs, runs its root, and is gone when it ends.
    /// </summary>
    [Fact]
    public void A_process_runs_its_root()
    {
        int ran = 0;
        ContextBlock* process = ScriptedRuntime.Create(() => ran = ProcessContexts.CurrentNumber, number: 42);
        Assert.True(process->StackHigh == null, "a process that has not run has no stack");
        Context.SwitchTo(process);
        Assert.Equal(42, ran);
    }

    /// <summary>A process that parks keeps its thread statics and nothing of its stack.</summary>
    [Fact]
    public void A_parked_process_begins_anew()
    {
        int last = 0;
        ContextBlock* process = ScriptedRuntime.Create(Step);
        for (int round = 1; round <= 100; round++)
        {
            Context.SwitchTo(process);
            Assert.Equal(round, last);
            Assert.True(process->StackHigh == null, "a parked process has no stack");
        }

        ProcessContexts.Discard(new ProcessContext(process));

        void Step()
        {
            last = ++Own.Counter;
            _runtime.Park(Step);
        }
    }

    /// <summary>A process may park from the depth of its frames, and in the middle of a catch.</summary>
    [Fact]
    public void Parking_forgets_frames_and_exceptions()
    {
        bool isDone = false;
        ContextBlock* process = ScriptedRuntime.Create(() => Descend(50));
        Context.SwitchTo(process);
        Assert.True(process->ExceptionHead == null, "the exception went with the frames");
        Context.SwitchTo(process);
        Assert.True(isDone);

        void Descend(int depth)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                if (depth != 0)
                {
                    Descend(depth - 1);
                }

                _runtime.Park(() => isDone = true);
            }
        }
    }

    /// <summary>
    /// The stack of the process that parks is the one that the next new process gets, without a detour.
    /// </summary>
    [Fact]
    public void A_parking_process_hands_its_stack_over()
    {
        nint first = 0;
        nint second = 0;
        ContextBlock* other = ScriptedRuntime.Create(() => second = (nint)Context.CurrentBlock->StackHigh);
        ContextBlock* process = ScriptedRuntime.Create(() =>
        {
            first = (nint)Context.CurrentBlock->StackHigh;
            Preemption.Disable();
            Context.Park(null, other);
        });
        Context.SwitchTo(process);
        Assert.NotEqual((nint)0, first);
        Assert.Equal(first, second);
        ProcessContexts.Discard(new ProcessContext(process));
    }

    /// <summary>A process that never ran is discarded.</summary>
    [Fact]
    public void An_unborn_process_can_be_discarded()
        => ProcessContexts.Discard(new ProcessContext(ScriptedRuntime.Create(static () => { })));

    /// <summary>Tens of thousands wait at a time, each resumed several times, in an order of their own.</summary>
    [Fact]
    public void Thousands_live_at_a_time()
    {
        const int Count = 20_000;
        const int Rounds = 3;
        long sum = 0;
        var all = new nint[Count];
        for (int i = 0; i < Count; i++)
        {
            int mine = i;
            all[i] = (nint)ScriptedRuntime.Create(() => Step(mine, 0), number: i + 1);
        }

        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < Count; i++)
            {
                Context.SwitchTo((ContextBlock*)all[(i * 7919) % Count]);
            }
        }

        Assert.Equal(Rounds * (Count * (Count - 1L) / 2), sum);

        void Step(int number, int round)
        {
            Assert.Equal(number + 1, ProcessContexts.CurrentNumber);
            if (round < Rounds)
            {
                sum += number;
                _runtime.Park(() => Step(number, round + 1));
            }
        }
    }

    /// <summary>Processes that wait inside of something keep their stacks; those come back when they end.</summary>
    [Fact]
    public void A_thousand_stacks_are_held_and_returned()
    {
        const int Count = 1_000;
        int ended = 0;
        var all = new nint[Count];
        for (int i = 0; i < Count; i++)
        {
            all[i] = (nint)ScriptedRuntime.Create(() =>
            {
                _runtime.Pause();
                ended++;
            });
            Context.SwitchTo((ContextBlock*)all[i]);
        }

        Assert.Equal(_stacks + Count, StackPool.InUse);
        foreach (nint process in all)
        {
            Context.SwitchTo((ContextBlock*)process);
        }

        Assert.Equal(Count, ended);
    }

    /// <summary>
    /// Abandoning the stack drops every frame, runs no finally, and leaves the process able to go on.
    /// </summary>
    [Fact]
    public void Abandoning_the_stack_reports_on_an_empty_one()
    {
        bool finallyRan = false;
        Context.SwitchTo(ScriptedRuntime.Create(() =>
        {
            try
            {
                ProcessContexts.AbandonStack();
            }
            finally
            {
                finallyRan = true;
            }
        }));
        Assert.False(finallyRan);
        Assert.Equal(1, _runtime.Failures.Count);
        Assert.Equal(FailureKind.Abandoned, _runtime.Failures[0].Kind);
    }

    /// <summary>What a process costs while it waits, stack or no stack, can be asked for.</summary>
    [Fact]
    public void A_waiting_process_costs_its_block()
    {
        ContextBlock* process = ScriptedRuntime.Create(_runtime.Pause);
        HeapStatistics unborn = ProcessContexts.Statistics(new ProcessContext(process));
        Assert.Equal(0, unborn.StackBytes);
        Assert.InRange(unborn.ControlBytes, 1, 600);
        Context.SwitchTo(process);
        Assert.Equal((long)StackSlots.InitialBytes, ProcessContexts.Statistics(new ProcessContext(process)).StackBytes);
        Context.SwitchTo(process);
    }
}
