// What stands for a stack: a thread of the host that runs only while it has the baton. The stock runtime has no
// coroutines, so each flow of control that has frames needs a thread; exactly one of them runs at any time, and which
// one is the simulator's decision alone. A handoff costs the host some 10 microseconds, a new thread some 200, so
// threads are kept for the next process and the next node.
//
// A process that is killed leaves its frames behind, and the stock runtime cannot drop frames. So they stay where they
// are, blocked: no finally block and no catch of theirs runs, as on the real machine. Only when nobody can see it any
// more (Simulator.Ends) are they unwound, by an exception that every call of the border throws, and the thread is free.
namespace Cosmos.Simulation.Simulating;

/// <summary>A thread that takes turns with the others.</summary>
internal sealed class StackThread
{
    private const int StackBytes = 1024 * 1024;
    private const int LongestUnwindMs = 5_000;

    private static readonly Stack<StackThread> s_idle = [];
    private static readonly ThreadLocal<StackThread?> s_current = new();

    // Events of the host's, because they do not spin: of the threads that wait only one can go on, and on a machine
    // that has no processor to spare those that spin take it from that one.
    private readonly AutoResetEvent _baton = new(false);
    private readonly AutoResetEvent _empty = new(false);
    private Action? _work;

    private StackThread()
    {
        var thread = new Thread(Live, StackBytes) { IsBackground = true, Name = "stack" };
        thread.Start();
    }

    /// <summary>The caller's own; null on a thread of the host.</summary>
    public static StackThread? Current => s_current.Value;

    /// <summary>Whether one can be had without a new thread.</summary>
    public static bool AnyIdle => s_idle.Count > 0;

    /// <summary>Calls of the border since the unwinding of these frames began.</summary>
    public int Refusals { get; set; }

    /// <summary>An empty one.</summary>
    public static StackThread Take() => s_idle.TryPop(out StackThread? thread) ? thread : new StackThread();

    /// <summary>Hands it the baton for the first time.</summary>
    public void Begin(Action work)
    {
        Prepare(work);
        Resume();
    }

    /// <summary>Tells it what to do when it gets the baton.</summary>
    public void Prepare(Action work) => _work = work;

    /// <summary>Hands it the baton, which it waits for.</summary>
    public void Resume() => _baton.Set();

    /// <summary>Waits for the baton. On the thread itself.</summary>
    public void Wait() => _baton.WaitOne();

    /// <summary>
    /// Lets frames that were left behind unwind; the border is closed to them. Frames that do not go (they catch what
    /// the border throws, and go on) are left for good, with their thread.
    /// </summary>
    public void Unwind()
    {
        Refusals = 0;
        _baton.Set();
        if (_empty.WaitOne(LongestUnwindMs))
            s_idle.Push(this);
    }

    /// <summary>Gives these frames up: the thread stops here for good. On the thread itself.</summary>
    public void Forsake()
    {
        while (true)
        {
            _baton.WaitOne();
        }
    }

    private void Live()
    {
        s_current.Value = this;
        while (true)
        {
            _baton.WaitOne();
            try
            {
                _work!();
            }
            catch (Exception exception)
            {
                Simulator.OnStackLost(exception);
            }

            _work = null;
            _empty.Set();
        }
    }
}
