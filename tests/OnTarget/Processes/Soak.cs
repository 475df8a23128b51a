// Spawning, crashing and killing at random moments with messages of all shapes in flight, for as long as one likes:
//     run=soak:10000000          that many processes
//     run=soak:10000000:7        with the seed 7; a failure names the count and seed to run again
// and a short form as cases. What is checked: every monitor tells its end exactly once; and, compared with the time
// after the warm-up, memory is back within a percent, every pool of the runtime holds what it held, nothing was given
// to the shared heap, and a new process can do everything, so that no lock is left held.
using Cosmos.Core.Abi;
using Cosmos.Core.Boot;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>The storm.</summary>
public sealed class Soak
{
    /// <summary>What the boot option <c>run=</c> begins with for the long form.</summary>
    public const string Selection = "soak:";

    private const int AtOnce = 32;
    private const int MostRounds = 20;
    private const int SmallestRound = 5 * AtOnce;
    private const int LongestWarmUp = 100_000;
    private const int MostRepeats = 4;
    private const int LongestWaitUs = 250;

    // One wait in so many is for a time, which ends wherever the others are then.
    private const int TimedWaits = 8;
    private const int Seed = 20_261_122;

    /// <summary>The short form: a thousand come and go, the end of each is told once, and nothing is left.</summary>
    [Fact]
    public void Nothing_is_left() =>
        Check(Run(Count, Seed, static _ => { }).Own);

    /// <summary>
    /// After the warm-up no process leaves anything behind in the memory that all share. Some things are made once and
    /// for all when chance wants it, such as what CoreLib needs when two first meet at a lock: then that was warm-up
    /// too.
    /// </summary>
    [Fact]
    public void Nothing_is_given_to_all()
    {
        string complaint = Run(Count, Seed, static _ => { }).Shared;
        for (int again = 1; complaint.Length != 0 && again <= MostRepeats; again++)
        {
            complaint = Run(Count, Seed + again, static _ => { }).Shared;
        }

        Check(complaint);
    }

    /// <summary>The long form, as the boot option says.</summary>
    public static void Run(string selection)
    {
        string[] words = selection[Selection.Length..].Split(':');
        int seed = words.Length > 1 ? int.Parse(words[1]) : Environment.TickCount;
        (string own, string shared) = Run(long.Parse(words[0]), seed, Console.WriteLine);
        Check(own);
        Check(shared);
    }

    private static int Count => Sizes.Pick(linux: 1_000, x86: 200);

    private static void Check(string complaint) => Assert.True(complaint.Length == 0, complaint);

    private static (string Own, string Shared) Run(long count, int seed, Action<string> report)
    {
        report($"soak: {count} processes, seed {seed}");
        Process.Priority = Priority.High; // or it would wait for every process that spins until it is killed

        // The warm-up is the same storm, or its beginning, and all that is done to judge it: whatever is made once and
        // for all has been made then.
        var storm = new Storm(seed);
        Rehearse();
        storm.Run(Math.Min(count, LongestWarmUp));
        Assert.Equal("whole", EverythingWorks());
        report($"soak: processes met at {LockMeetings.Everywhere()} locks that all share");
        _ = Remains.Measure();
        Machine.TryReclaimMemory(0);
        Remains before = Remains.Measure();
        report($"soak: {storm.Ended} processes to warm up, all idle memory given back: {before.Memory}");
        storm = new Storm(seed);
        long rounds = Math.Clamp(count / SmallestRound, 1, MostRounds); // each ends with all that are left killed
        for (int round = 1; round <= rounds; round++)
        {
            storm.Run(count / rounds);
            report($"soak: {100 * round / rounds} %: {Remains.Measure().Memory}");
        }

        Assert.Equal("whole", EverythingWorks());
        _ = Remains.Measure();
        Machine.TryReclaimMemory(0); // what lies idle has page tables, which count as used
        Remains after = Remains.Measure();
        report($"soak: {storm.Ended} processes ended ({storm.Ends}), and each monitor told it once");
        report($"soak: {before.Changes(after)}");
        report($"soak: all idle memory given back: {after.Memory}");
        string again = $" (run=soak:{count}:{seed})";
        return (Complaint(after.Compare(before) + after.CompareIdle(before)), Complaint(after.CompareShared(before)));

        string Complaint(string found) => found.Length == 0 ? "" : found + again;
    }

    // Every way to end that has a text, once each: what CoreLib remembers of a type when it is first named, and of a
    // method when it first stands in a stack trace, it remembers for all.
    private static void Rehearse()
    {
        var random = new Dice(Seed);
        for (int kind = 0; kind < Shapes.Kinds; kind++)
        {
            object? detail = Shapes.Make(kind, random);
            _ = ExitReason.Of("rehearsal", detail).ToString();
            Expect.Down(Process.SpawnMonitor(() => Process.Exit(ExitReason.Of("rehearsal", detail))).Monitor);
        }

        for (int way = 0; way < Life.WaysToCrash; way++)
        {
            int chosen = way;
            Expect.Down(Process.SpawnMonitor(() => Life.Crash(chosen)).Monitor);
        }
    }

    // What takes locks: the console, the registry, atoms, the library's lazy tables, timers, large objects.
    private static string EverythingWorks()
    {
        Pid tester = Process.Self;
        (_, Ref monitor) = Process.SpawnMonitor(() =>
        {
            Console.Out.Flush();
            Process.Register($"after_the_soak_{Environment.TickCount}", Process.Self);
            Process.SendAfter(TimeSpan.Zero, Process.Self, new Garbage(1));
            Garbage.Check(Process.Receive(), 1);
            GC.KeepAlive(new byte[1 << 20]);
            Process.GarbageCollect();
            Process.Send(tester, Enumerable.Range(0, 5).GroupBy(static n => n % 2).Count() == 2 ? "whole" : "broken");
        });
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        return Expect.Message<string>();
    }

    // The driver of the storm, in the process that runs it. Everything random comes from one generator.
    private sealed class Storm(int seed)
    {
        private readonly Dice _random = new(seed);
        private readonly Dictionary<Ref, Pid> _alive = [];
        private readonly List<Pid> _pids = [];
        private Pid _idler;
        private bool _isIdlerAsked;
        private long _orderly;
        private long _killed;
        private long _crashed;

        public long Ended { get; private set; }

        public string Ends =>
            $"{_orderly} came to their end, {_killed} were killed, {_crashed} crashed, the others had a reason";

        public void Run(long count)
        {
            _idler = StartIdler(Process.Self);
            for (long number = 0; number < count; number++)
            {
                while (_alive.Count >= AtOnce)
                {
                    TakeDown();
                }

                Start();
                Disturb();
            }

            foreach (Pid pid in _alive.Values)
            {
                Process.Exit(pid, ExitReason.Kill);
            }

            while (_alive.Count != 0)
            {
                Told(Expect.Message<DownMessage>());
            }

            if (_isIdlerAsked)
            {
                Expect.Next(_idler);
                _isIdlerAsked = false;
            }

            Expect.Killed(_idler);
            Expect.Nothing();
        }

        private static Pid StartIdler(Pid owner) => Process.Spawn(
            () =>
            {
                while (true)
                {
                    Process.Receive();
                    Process.Send(owner, Process.Self);
                }
            },
            new SpawnOptions { Priority = Priority.Low });

        private void Start()
        {
            int peers = Math.Min(3, _pids.Count);
            var known = new Pid[peers];
            for (int index = 0; index < peers; index++)
            {
                known[index] = _pids[_random.Next(_pids.Count)];
            }

            var life = new Life(_random.Next(), known);
            (Pid pid, Ref monitor) = Process.SpawnMonitor(life.Run);
            _alive.Add(monitor, pid);
            if (_pids.Count < AtOnce)
            {
                _pids.Add(pid);
            }
            else
            {
                _pids[_random.Next(AtOnce)] = pid;
            }
        }

        private void Disturb()
        {
            Pid victim = _pids[_random.Next(_pids.Count)];
            switch (_random.Next(6))
            {
                case 0:
                    Process.Exit(victim, ExitReason.Kill);
                    break;
                case 1:
                    Process.Exit(victim, "shoved");
                    break;
                case 2:
                    Process.Send(victim, Shapes.Make(_random));
                    break;
                case 3:
                    Process.Yield();
                    break;
                case 4:
                    Process.Send(victim, Shapes.Make(_random));
                    Process.Exit(victim, ExitReason.Of("with a detail", Shapes.Make(_random)));
                    break;
            }
        }

        // Others run while this process waits: for a time, or until the idler has had its turn, which comes when the
        // others have had theirs, or have none to take. When nobody has ended meanwhile, the oldest is ended.
        private void TakeDown()
        {
            bool isTimed = _random.Next(TimedWaits) == 0;
            int waitUs = isTimed ? _random.Next(LongestWaitUs) : LongestWaitUs;
            if (!isTimed && !_isIdlerAsked)
            {
                Process.Send(_idler, _idler);
                _isIdlerAsked = true;
            }

            while (true)
            {
                if (!Process.TryReceive(TimeSpan.FromMicroseconds(waitUs), out object? message))
                {
                    Process.Exit(_alive.Values.First(), ExitReason.Kill);
                    waitUs = LongestWaitUs;
                }
                else if (message is DownMessage down)
                {
                    Told(down);
                    return;
                }
                else
                {
                    Assert.Equal<object?>(_idler, message);
                    _isIdlerAsked = false;
                    Process.Exit(_alive.Values.First(), ExitReason.Kill);
                }
            }
        }

        private void Told(DownMessage down)
        {
            Assert.True(_alive.Remove(down.Monitor), $"{down.Monitor} told an end twice, or of nobody's");
            Ended++;
            _orderly += down.Reason.IsOrderly ? 1 : 0;
            _killed += down.Reason == ExitReason.Killed ? 1 : 0;
            _crashed += down.Reason.Kind == Atom.Error || down.Reason.Kind == Atom.StackOverflow ? 1 : 0;
        }
    }
}
