// A node of the real runtime in a simulated machine, for tests. The same seed gives the same run, to the last step;
// another seed gives other interleavings, other times, other faults. Nodes run one after the other in a test process.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Scheduling;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Simulation;

/// <summary>
/// A node: make it, <see cref="Run(Action)"/> a test's code in its first process, dispose of it.
/// </summary>
public sealed class SimulatedNode : IDisposable, IBystander
{
    private readonly Simulator _simulator;
    private readonly StringWriter _console = new();
    private readonly Killing _killing;
    private bool _hasRun;

    /// <summary>A node that is off.</summary>
    /// <param name="seed">What decides everything that is left open.</param>
    /// <param name="cores">How many cores it has.</param>
    public SimulatedNode(int seed, int cores = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cores);
        _simulator = new Simulator(seed, cores, new OtpRuntime(), Faults);
        Faults.Changed = _simulator.OnFaultsChanged;
        _simulator.OnBooted = StaticNames.Enter;
        _killing = new Killing(_simulator, () => MayKill);
    }

    /// <summary>The seed.</summary>
    public int Seed => _simulator.Seed;

    /// <summary>What is to go wrong. Nothing, unless it is set.</summary>
    public Faults Faults { get; } = new();

    /// <summary>Who may be killed by <see cref="Faults"/>. The first process never is.</summary>
    public Predicate<Pid> MayKill { get; set; } = static _ => true;

    /// <summary>
    /// Boot options for the image's applications, such as <c>counter.first=5 net.mtu=1400</c>; values without blanks.
    /// </summary>
    public string BootOptions
    {
        get => string.Join(' ', _simulator.ImageOptions.Select(static option => $"{option.Name}={option.Value}"));
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _simulator.ImageOptions.Clear();
            foreach (string word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = word.Split('=', 2);
                _simulator.ImageOptions.Add((parts[0], parts.Length == 2 ? parts[1] : ""));
            }
        }
    }

    /// <summary>Virtual time since boot.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_simulator.Now / 100);

    /// <summary>Steps since boot: the places at which something can happen.</summary>
    public long Steps => _simulator.Steps;

    /// <summary>
    /// The most steps that the core could not be had by others, since <see cref="MeasureHolds"/>: for nodes of one
    /// core.
    /// </summary>
    public long LongestHold => _simulator.LongestHold;

    /// <summary>What was written on the console: crash reports, for one.</summary>
    public string Console => _console.ToString();

    /// <summary>Everything that was decided in the run, in one number: two runs are the same if it is.</summary>
    public ulong TraceHash => _simulator.Trace.Hash;

    internal Simulator Simulator => _simulator;

    /// <summary>
    /// Runs code in the node's first process, and the node with it, until that returns. The code is not copied, so it
    /// may use the test's variables; code of processes that it spawns is copied, and may not.
    /// </summary>
    /// <param name="body">The test.</param>
    /// <exception cref="SimulationException">
    /// Something was thrown, the first process ended, the runtime broke a promise of its own or the border's, or every
    /// process waited for ever. It says how to have the run again.
    /// </exception>
    public void Run(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var image = new SimulatedImage(() =>
        {
            _killing.Begin();
            body();
        });
        RunImage(image, () => image.Thrown);
    }

    /// <summary>
    /// Runs a whole image, until it switches the machine off. The image is copied, as everything on its way into a
    /// process.
    /// </summary>
    /// <param name="image">The image's Kernel.</param>
    /// <exception cref="SimulationException">
    /// As for <see cref="Run(Action)"/>; or the machine was to start anew, which a simulated one does not.
    /// </exception>
    public void Boot(Cosmos.Core.Kernel image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _killing.BeginBeforeBoot();
        RunImage(image, static () => null);
    }

    /// <summary>As <see cref="Run(Action)"/>, with a result.</summary>
    public T Run<T>(Func<T> body)
    {
        T result = default!;
        Run(() => { result = body(); });
        return result;
    }

    /// <summary>Kills a process and returns when it is not there any more. In a process of the node.</summary>
    public void Kill(Pid pid)
    {
        Process.Exit(pid, ExitReason.Kill);
        while (Process.IsAlive(pid))
        {
            Process.Yield();
        }
    }

    /// <summary>
    /// Lets virtual time pass for the calling process; others run meanwhile. Its mailbox stays as it is.
    /// </summary>
    public void Pass(TimeSpan time) => Process.TryReceive(time, out _, static _ => false);

    /// <summary>From here on <see cref="LongestHold"/> counts.</summary>
    public void MeasureHolds() => _simulator.BeginHolds();

    /// <summary>A new interrupt line, masked. In a process of the node.</summary>
    public Irq OpenLine() => new(_simulator.Lines.Open());

    /// <summary>
    /// The device of a line interrupts the calling process's core. False: the line is masked. In a process of the node.
    /// </summary>
    public bool Interrupt(Irq irq)
    {
        bool isRaised = _simulator.Lines.Raise(irq.Line);
        if (isRaised)
        {
            ProcessContexts.RequestPreemption();
        }

        return isRaised;
    }

    /// <summary>Fails the run unless a fact holds. Callable in every process of the node.</summary>
    public void Check(bool fact, string claim)
    {
        if (!fact)
            _simulator.Fail(claim);
    }

    /// <summary>Stops a core between two steps: it does nothing any more. Not the only one.</summary>
    public void StopCore(int number)
    {
        if (number < 1 || number > _simulator.CoreCount || _simulator.CoreCount == 1)
            throw new ArgumentOutOfRangeException(nameof(number), number, "There is no such core, or only this one.");
        _simulator.StopCore(number);
    }

    /// <summary>Whether a core sleeps.</summary>
    public bool IsAsleep(int core) => _simulator.IsAsleep(core);

    /// <summary>The latest events of the run, a line each.</summary>
    public IEnumerable<string> LatestEvents(int count = 100) => _simulator.Trace.Latest(count);

    /// <inheritdoc/>
    public void Dispose() => _simulator.Unwind();

    private void RunImage(Cosmos.Core.Kernel image, Func<Exception?> thrown)
    {
        if (_hasRun)
            throw new InvalidOperationException("A node runs once; make another one.");

        _hasRun = true;
        TextWriter console = System.Console.Out;
        System.Console.SetOut(_console);
        try
        {
            string? failure = _simulator.Run(image);
            if (thrown() is not null || failure is not null)
                throw Failed(failure ?? $"{thrown()!.GetType().Name}: {thrown()!.Message}", thrown());
        }
        finally
        {
            System.Console.SetOut(console);
        }
    }

    private SimulationException Failed(string failure, Exception? inner)
    {
        string events = string.Join('\n', LatestEvents(40));
        string console = Console.Length == 0 ? "" : $"\nOn the console:\n{Console}";
        return new SimulationException(
            $"{failure}\nSeed {Seed}, step {Steps}, {Now.TotalMilliseconds:F6} ms after boot.{console}\n"
            + $"The latest events:\n{events}", inner);
    }
}
