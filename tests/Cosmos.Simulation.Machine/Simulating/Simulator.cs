// The machine under a simulated node. Whatever the runtime asks of the kernel passes through Step, and every step may
// be the one at which something happens: the core is wanted, another core goes on instead of this one, a process is
// killed, memory is refused. What happens where comes out of the seed, and nothing else does: the host's clock and the
// host's scheduler decide nothing, because one thread runs at a time and hands the baton on.
//
// Steps lie at calls of the border, at atomic operations of the runtime and at looks into a pool; code between two of
// them is not interrupted. That is coarser than a machine, which can stop anywhere, and fine enough to separate any two
// things that others can see.
//
// Time is virtual. A step takes a time that the seed chose for the run, so in one run a time slice holds a dozen steps
// and in another one thousands; when all cores sleep, time jumps to the next alarm.
using Cosmos.Core.Abi;

namespace Cosmos.Simulation.Simulating;

/// <summary>The simulated machine.</summary>
internal sealed partial class Simulator
{
    private const int MostSteps = 300_000_000; // the patience with a silent core, 5 s, in the shortest steps
    private const int MostSpins = 100;
    private const int CalmSteps = 20_000;
    private const long SliceNs = 1_000_000;

    private static Simulator? s_running;

    private readonly SimulatedCore[] _cores;
    private readonly ProcessRuntime _runtime;
    private readonly long _stepNs;
    private readonly int _stepsToInterrupt;
    private readonly int _stepsToOtherCore;
    private readonly List<Flow?> _flows = [null];
    private Fate _fate;
    private SimulatedCore _active;
    private long _now;
    private long _steps;
    private int _planned;
    private int _left;
    private int _untilInterrupt;
    private int _untilOtherCore;
    private int _untilKill;
    private int _spins;
    private int _idleJumps;

    /// <summary>A machine that is off.</summary>
    public Simulator(int seed, int cores, ProcessRuntime runtime, Faults faults)
    {
        Seed = seed;
        Faults = faults;
        _runtime = runtime;
        _fate = new Fate(seed);
        _stepNs = _fate.Magnitude(20, 2_000);
        _stepsToInterrupt = (int)_fate.Magnitude(5, 5_000);
        _stepsToOtherCore = (int)_fate.Magnitude(2, 500);
        _cores = [.. Enumerable.Range(1, cores).Select(number => new SimulatedCore(number, NewFlow(0, default)))];
        _active = _cores[0];
        _untilInterrupt = _fate.Steps(_stepsToInterrupt);
        _untilOtherCore = _fate.Steps(_stepsToOtherCore);
        _untilKill = faults.KillEvery == 0 ? int.MaxValue : _fate.Steps(faults.KillEvery);
    }

    /// <summary>The machine that is on; null: none.</summary>
    public static Simulator? Running => s_running;

    /// <summary>What replays the run.</summary>
    public int Seed { get; }

    /// <summary>What goes wrong.</summary>
    public Faults Faults { get; }

    /// <summary>What happened.</summary>
    public Trace Trace { get; } = new();

    /// <summary>Copies on their way.</summary>
    public ParcelTable Parcels { get; } = new();

    /// <summary>Interrupt lines.</summary>
    public SimulatedLines Lines { get; } = new();

    /// <summary>Its devices.</summary>
    public SimulatedDevices Devices { get; } = new();

    /// <summary>Boot options of the image's own.</summary>
    public List<(string Name, string Value)> ImageOptions { get; } = [];

    /// <summary>How many cores there are.</summary>
    public int CoreCount => _cores.Length;

    /// <summary>The core that has the baton.</summary>
    public SimulatedCore Active => _active;

    /// <summary>The flow of control that has the baton.</summary>
    public Flow Current => _active.Running;

    /// <summary>Steps so far.</summary>
    public long Steps => _steps + (_planned - _left);

    /// <summary>Virtual time.</summary>
    public long Now => _now + ((_planned - _left) * _stepNs);

    /// <summary>One call of the border: the place where things happen.</summary>
    public static void Step()
    {
        Simulator? simulator = s_running;
        if (simulator is not null && --simulator._left <= 0)
            simulator.OnPoint();
    }

    /// <summary>Something that takes as long as so many steps, in the middle of which nothing happens.</summary>
    public void Work(long steps) => _left -= (int)Math.Clamp(steps, 0, MostSteps);

    /// <summary>The machine that is on. Throws when there is none: the call belongs into a node.</summary>
    public static Simulator Required() =>
        s_running ?? throw new InvalidOperationException("This needs a simulated node that runs.");

    /// <summary>A random decision: true once in so many times, never for 0.</summary>
    public bool OneIn(int times) => _fate.OneIn(times);

    /// <summary>A random decision among so many.</summary>
    public int Below(int bound) => _fate.Below(bound);

    /// <summary>Notes an event.</summary>
    public void Note(TraceKind kind, int subject, long detail = 0) =>
        Trace.Add(Steps, Now, _active.Number, kind, subject, detail);

    /// <summary>Has the running core's alarm ring.</summary>
    public void Arm(long monotonicNs)
    {
        RequireHeld("An alarm is set");
        _active.AlarmNs = monotonicNs;
        Plan();
    }

    /// <summary>A core that waits for another one: the others go on.</summary>
    public void Spin()
    {
        if (IsUnwinding)
            Refuse();

        // What it waits for may just have come: others ran between its look and this call.
        _spins = TryGoOnElsewhere() ? 0 : _spins + 1;
        if (_spins > MostSpins)
        {
            Fail($"{Current} on core {_active.Number} waits for a latch that nobody will open.");
        }
    }

    /// <summary>Fails the run unless the running flow holds preemption off.</summary>
    public void RequireHeld(string what)
    {
        if (Current.Depth == 0)
            Fail($"{what} with preemption on, which the border wants off.");
    }

    // From here on so many steps need no look.
    private void Plan()
    {
        Account();
        long next = Math.Min(_untilInterrupt, _untilKill);
        if (_cores.Length > 1)
            next = Math.Min(next, _untilOtherCore);
        if (_active.AlarmNs != long.MaxValue)
            next = Math.Min(next, ((_active.AlarmNs - _now) / _stepNs) + 1);
        if (_active.WishNs != long.MaxValue)
            next = Math.Min(next, ((_active.WishNs - _now) / _stepNs) + 1);
        if (_isKillDue || _active.StopsSoon || Mutant is not null)
            next = 1;
        if (Faults.KillAtStep > _steps)
            next = Math.Min(next, Faults.KillAtStep - _steps);
        _left = _planned = (int)Math.Clamp(next, 1, int.MaxValue / 2);
    }

    // The steps that were taken become time, and come nearer to what they were planned for.
    private void Account()
    {
        int taken = _planned - _left;
        _steps += taken;
        _now += taken * _stepNs;
        _untilInterrupt -= taken;
        _untilOtherCore -= taken;
        _untilKill -= _untilKill == int.MaxValue ? 0 : taken;
        _planned = _left = 0;
    }

    private void OnPoint()
    {
        if (IsUnwinding)
            Refuse();
        Account();
        if (_steps > MostSteps)
        {
            string where = System.Environment.StackTrace;
            Fail($"the run took more than {MostSteps} steps: something goes round in circles.\n{where}");
        }

        Mutate();
        if (_isKillDue || IsKillDue())
            InjectKill();

        if (_untilInterrupt <= 0)
        {
            // In a long run they become rare: each may take a whole slice of virtual time.
            _untilInterrupt = _fate.Steps((int)(_stepsToInterrupt * (1 + (_steps / CalmSteps))));
            InjectInterrupt();
        }

        bool isElsewhere = _cores.Length > 1 && _untilOtherCore <= 0;
        if (isElsewhere)
            _untilOtherCore = _fate.Steps(_stepsToOtherCore);
        Ring();
        if (_active.StopsSoon && Current.IsProcess && Current.Number != Spared && Current.Depth == 0)
            StopHere();
        Plan();
        if (isElsewhere)
            _ = TryGoOnElsewhere();
    }

    private bool IsKillDue()
    {
        bool isChosen = Faults.KillAtStep > 0 && _steps >= Faults.KillAtStep;
        if (isChosen)
            Faults.KillAtStep = 0;
        if (!isChosen && _untilKill > 0)
            return false;

        _untilKill = Faults.KillEvery == 0 ? int.MaxValue : _fate.Steps(Faults.KillEvery);
        return true;
    }

    // The alarm, and wishes of other cores.
    private void Ring()
    {
        if (_active.AlarmNs <= Now)
        {
            _active.AlarmNs = long.MaxValue;
            Interrupt();
        }

        if (_active.WishNs <= Now)
        {
            _active.WishNs = long.MaxValue;
            Interrupt();
        }
    }

    // The core is wanted: at once, or as soon as whoever holds it lets go.
    private void Interrupt()
    {
        Flow flow = Current;
        if (flow.Depth != 0 || !flow.IsProcess)
        {
            flow.IsWanted = true;
            return;
        }

        Note(TraceKind.Interrupted, flow.Number);
        GiveWay(flow);
    }

    // A slice that ends here, if somebody waits for one; else an interrupt for nothing, as there are on machines.
    private void InjectInterrupt()
    {
        if (_active.AlarmNs != long.MaxValue && _active.AlarmNs - _now is > 0 and <= SliceNs)
            _now = _active.AlarmNs;
        else if (_fate.OneIn(4))
            Interrupt();
    }
}
