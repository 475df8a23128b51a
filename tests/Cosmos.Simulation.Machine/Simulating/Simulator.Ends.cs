// How a run begins and ends: the host's thread starts the boot core, waits for the end, and then gets rid of all
// frames. A run ends when the image powers off, or by the first thing that must not be.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Cosmos.Core;

namespace Cosmos.Simulation.Simulating;

/// <content>The beginning and the end.</content>
internal sealed partial class Simulator
{
    // The host may be slow; but a process that computes so long without one call of the border hangs.
    private const int LongestSilenceMs = 30_000;
    private const int MostRefusals = 1_000;

    private readonly ManualResetEventSlim _hasEnded = new();
    private string? _failure;

    static Simulator() => AppDomain.CurrentDomain.FirstChanceException += OnException;

    /// <summary>Whether frames that nobody owns are being unwound: the border is closed.</summary>
    public bool IsUnwinding { get; private set; }

    /// <summary>Runs an image to its end, on the caller's thread's time.</summary>
    /// <returns>Why it failed; null: it powered off.</returns>
    public string? Run(Kernel image)
    {
        if (s_running is not null)
            throw new InvalidOperationException("A simulated node runs already; they run one after the other.");

        Pools.Clear();
        s_running = this;
        _active.IsStarted = true;
        _active.Idle.Core = _active.Number;
        Plan();
        Begin(_active.Idle, () => _runtime.CallStart(image));
        long steps = -1;
        while (!_hasEnded.Wait(LongestSilenceMs))
        {
            if (Steps == steps)
            {
                _failure ??= $"{Current} on core {_active.Number} has computed for {LongestSilenceMs / 1000} s without "
                    + "a call of the runtime. A simulated core can only be taken away at such calls.";
                s_running = null;
                return _failure; // its thread cannot be had back
            }

            steps = Steps;
        }

        s_running = null;
        return _failure;
    }

    /// <summary>Unwinds whatever is left of a run; afterwards its threads can be used again.</summary>
    public void Unwind()
    {
        Simulator? other = s_running;
        s_running = this;
        IsUnwinding = true;
        _left = 0;
        foreach (StackThread stack in _leftBehind.Concat(_inUse).ToArray())
        {
            stack.Unwind();
        }

        _leftBehind.Clear();
        _inUse.Clear();
        s_running = other;
    }

    /// <summary>The machine is switched off.</summary>
    [DoesNotReturn]
    public void PowerOff()
    {
        if (IsUnwinding)
            Refuse();
        End();
    }

    /// <summary>The run has failed: ends it.</summary>
    [DoesNotReturn]
    public void Fail(string reason)
    {
        if (IsUnwinding)
            Refuse();
        Account();
        Note(TraceKind.Failed, Current.Number);
        _failure ??= $"{reason}\n{string.Join('\n', _cores.Select(Describe))}";
        End();
    }

    private string Describe(SimulatedCore core) =>
        $"core {core.Number}: {core.Running}, preemption held off {core.Running.Depth} deep"
        + (core == _active ? ", has the baton" : "")
        + (core.IsAsleep ? $", sleeps until {core.SleepsUntilNs} ns" : "")
        + (core.Next is { } next ? $", waits for {next} to leave core {next.Core}" : "")
        + (core.WishNs != long.MaxValue ? $", a wish arrives at {core.WishNs} ns" : "")
        + (core.IsStopped ? ", stopped" : "");

    /// <summary>A stack's thread came to its bottom.</summary>
    public static void OnStackLost(Exception exception)
    {
        if (s_running is { IsUnwinding: false } simulator)
        {
            simulator._failure ??= $"an exception left the runtime: {exception}";
            simulator._hasEnded.Set();
        }
    }

    // The frames that were left behind would run finally blocks of the runtime, over references into pools. So what the
    // pools hold is kept and put back.
    private void UnwindInBetween(StackThread? except)
    {
        Action restore = Pools.Keep();
        IsUnwinding = true;
        int left = _left;
        _left = 0;
        foreach (StackThread stack in _leftBehind.Where(stack => stack != except))
        {
            stack.Unwind();
        }

        _leftBehind.RemoveAll(stack => stack != except);
        IsUnwinding = false;
        _left = left;
        restore();
    }

    // A call of the border by frames that nobody owns.
    [DoesNotReturn]
    private static void Refuse()
    {
        if (StackThread.Current is { } stack && ++stack.Refusals > MostRefusals)
            stack.Forsake();
        throw new BorderClosedException();
    }

    [DoesNotReturn]
    private void End()
    {
        StackThread stack = StackThread.Current!;
        _hasEnded.Set();
        WaitToUnwind(stack);
    }

    // With preemption off nothing may be thrown: on the machine that is the end of it. Seen here, before any handler
    // could hide it.
    private static void OnException(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (StackThread.Current is not { } stack || s_running is not { IsUnwinding: false } simulator
            || thrown.Exception is BorderClosedException || simulator.Current.Stack != stack
            || simulator.Current.Depth == 0 || simulator._hasEnded.IsSet)
        {
            return;
        }

        simulator._failure ??= $"an exception was thrown with preemption off: {thrown.Exception.GetType()}: "
            + $"{thrown.Exception.Message}\n{new System.Diagnostics.StackTrace(2, true)}";
        simulator._hasEnded.Set();
        stack.Wait();
    }
}
