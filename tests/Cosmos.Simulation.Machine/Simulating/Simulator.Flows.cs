// Who has the baton: beginning, switching, parking and ending flows of control, as the border's ProcessContexts tells.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;

namespace Cosmos.Simulation.Simulating;

/// <content>Flows of control.</content>
internal sealed partial class Simulator
{
    // So many stacks may be left behind before they are unwound for want of threads.
    private const int MostLeft = 64;

    private readonly List<StackThread> _leftBehind = [];
    private readonly List<StackThread> _inUse = [];

    /// <summary>The flow that a number in the runtime's records stands for.</summary>
    public Flow FlowOf(int id)
    {
        if ((uint)id < (uint)_flows.Count && _flows[id] is { } flow)
            return flow;
        Fail($"context {id} is used, which is none or has ended.");
        return null;
    }

    /// <summary>The same for who only looks: null, if it has ended while he did.</summary>
    public Flow? FlowOrEnded(int id)
    {
        Check((uint)id < (uint)_flows.Count, $"context {id} is looked at, which there never was.");
        return _flows[id];
    }

    /// <summary>A flow that has not begun.</summary>
    public Flow NewFlow(int number, in HeapOptions options)
    {
        var flow = new Flow(_flows.Count, number) { Heap = options };
        _flows.Add(flow);
        return flow;
    }

    /// <summary>Forgets a flow that never began.</summary>
    public void Discard(Flow unborn)
    {
        Check(unborn.Stack is null, $"{unborn} is discarded, but it has begun.");
        _flows[unborn.Id] = null;
    }

    /// <summary>Runs another flow on this core; returns when somebody switches back, on whichever core.</summary>
    public void SwitchTo(Flow next)
    {
        RequireHeld("A switch");
        Flow self = Current;
        CheckNext(self, next);
        Account();
        Note(TraceKind.Switched, next.Number, self.Number);
        if (!self.IsProcess)
            OnOffer(); // an idle loop holds its core for ever, and has looked for work just now
        StackThread stack = self.Stack!;
        HandOver(self, next);
        Await(stack);
    }

    /// <summary>Gives the stack away and runs another flow.</summary>
    [DoesNotReturn]
    public void Park(object? root, Flow next)
    {
        RequireHeld("A parking");
        Flow self = Current;
        if (next != self)
            CheckNext(self, next);
        Account();
        Note(TraceKind.Parked, self.Number, next.Number);
        self.Root = root;
        self.Depth = 1;
        StackThread stack = Leave(self);
        HandOver(self, next); // it gets a new stack, if it is itself
        WaitToUnwind(stack);
    }

    /// <summary>Ends the running flow and runs another one.</summary>
    [DoesNotReturn]
    public void End(Flow next)
    {
        RequireHeld("An end");
        Flow self = Current;
        CheckNext(self, next);
        Account();
        Note(TraceKind.Ended, self.Number, next.Number);
        StackThread stack = Leave(self);
        _flows[self.Id] = null;
        HandOver(self, next);
        WaitToUnwind(stack);
    }

    /// <summary>Forgets the frames of the running process, which reports a failure on an empty stack.</summary>
    [DoesNotReturn]
    public void Abandon(ProcessFailure failure)
    {
        Flow self = Current;
        Check(self.IsProcess, "an idle loop cannot fail as a process does.");
        Account();
        Note(TraceKind.Abandoned, self.Number, (long)failure.Kind);
        StackThread stack = Leave(self);
        self.Depth = 1;
        Begin(self, () => _runtime.CallOnFailed(failure));
        WaitToUnwind(stack);
    }

    // The moment at which a process that is wanted gives its core away.
    private void GiveWay(Flow flow)
    {
        do
        {
            OnHold();
            flow.Depth++;
            flow.IsWanted = false;
            flow.IsInterrupted = true;
            _runtime.CallOnPreempted();
            flow.IsInterrupted = false;
            Check(Current == flow, "OnPreempted returned to another flow than it was called on.");
            Check(flow.Depth == 1, "OnPreempted left preemption held off.");
            flow.Depth--;
            OnOffer();
        }
        while (flow.IsWanted);
    }

    /// <summary>Begins another hold of the running flow on its core.</summary>
    public void Hold()
    {
        if (Current.Depth++ == 0)
            OnHold();
    }

    /// <summary>Ends the running flow's hold on its core by one.</summary>
    public void Release()
    {
        Flow flow = Current;
        if (flow.Depth == 0)
            Fail("Preemption was enabled more often than disabled.");

        flow.Depth--;
        if (flow.Depth != 0)
            return;

        OnOffer();
        if (flow.IsWanted && flow.IsProcess)
            GiveWay(flow);
    }

    private void CheckNext(Flow self, Flow next)
    {
        Check(self != next, $"{self} is switched to by itself.");
        Check(next.IsProcess || next == _active.Idle, "a core runs another core's idle loop.");
        Check(!_cores.Any(core => core.Next == next), $"two cores switch to {next}.");
    }

    // The core goes from one flow to the next; where that one has not left its core yet, others go on until it has.
    private void HandOver(Flow self, Flow next)
    {
        self.Core = 0;
        if (next.Core != 0)
        {
            Check(_cores.Length > 1, $"{next} runs already.");
            _active.Next = next;
            if (!TryChooseCore(out SimulatedCore? other))
                Fail($"core {_active.Number} waits for {next}, which core {next.Core} never leaves.");
            GoOn(other!);
            return;
        }

        Occupy(next);
        GiveBaton(next);
    }

    private void Occupy(Flow next)
    {
        Check(next.Depth > 0, $"{next} is switched to, but it holds preemption on.");
        next.Core = _active.Number;
        _active.Running = next;
        _active.Next = null;
        _idleJumps = next.IsProcess ? 0 : _idleJumps;
        Plan();
    }

    private void GiveBaton(Flow next)
    {
        if (next.Stack is not null)
        {
            next.Stack.Resume();
            return;
        }

        if (next.IsForsaken)
        {
            next.IsForsaken = false;
            Begin(next, () => _runtime.CallOnFailed(new ProcessFailure(FailureKind.Abandoned)));
            return;
        }

        object? root = next.Root;
        next.Kept = root;
        next.Root = null;
        next.IsInterrupted = false;
        Begin(next, () => _runtime.CallRun(root));
    }

    private void Begin(Flow flow, Action body)
    {
        if (!StackThread.AnyIdle && _leftBehind.Count >= MostLeft)
            UnwindInBetween(except: StackThread.Current);

        StackThread stack = StackThread.Take();
        _inUse.Add(stack);
        flow.Stack = stack;
        stack.Begin(() =>
        {
            body();
            Fail($"the code of {flow} returned to the kernel.");
        });
    }

    // The frames of the running flow are nobody's from here on.
    private StackThread Leave(Flow self)
    {
        foreach (int parcel in self.Packed)
        {
            Parcels.ReleasePacked(parcel);
        }

        self.Packed.Clear();
        StackThread stack = self.Stack!;
        self.Stack = null;
        self.IsInterrupted = false;
        _inUse.Remove(stack);
        _leftBehind.Add(stack);
        return stack;
    }

    private void Await(StackThread stack)
    {
        stack.Wait();
        if (IsUnwinding)
            Refuse();
    }

    [DoesNotReturn]
    private void WaitToUnwind(StackThread stack)
    {
        stack.Wait();
        throw new BorderClosedException();
    }

    private bool TryGoOnElsewhere()
    {
        if (!TryChooseCore(out SimulatedCore? next))
            return false;

        SimulatedCore here = _active;
        StackThread stack = Current.Stack!;
        GoOn(next!);
        Await(stack);
        Check(_active == here, "a core went on with another core's flow.");
        return true;
    }

    private bool TryChooseCore(out SimulatedCore? chosen)
    {
        Account();
        int candidates = _cores.Count(IsReady);
        chosen = candidates == 0 ? null : _cores.Where(IsReady).ElementAt(_fate.Below(candidates));
        return chosen is not null;
    }

    private bool IsReady(SimulatedCore core) =>
        core != _active && core.IsStarted && !core.IsStopped
        && (core.Next is null || core.Next.Core == 0)
        && (!core.IsAsleep || core.SleepsUntilNs <= _now || core.WishNs <= _now);

    private void GoOn(SimulatedCore core)
    {
        Note(TraceKind.CoreChanged, core.Number);
        core.IsAsleep = false;
        _active = core;
        if (core.Next is { } next)
        {
            Occupy(next);
            GiveBaton(next);
            return;
        }

        Plan();
        core.Running.Stack!.Resume();
    }
}
