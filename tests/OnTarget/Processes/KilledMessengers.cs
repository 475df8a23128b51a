// Processes that are killed in the midst of sending and receiving messages of all forms: by a process at high priority
// that wakes at random moments, so that they are ended at any instruction. A message is then at its sender, on its way
// or at its receiver, and goes with whom it is at: nothing may be left, and a bystander's messages are whole.
using Cosmos.Core.Contexts;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about messages of who is killed.</summary>
public sealed class KilledMessengers
{
    // It lasts longer than the longest time to the kill, where the machine is idle. Where it is not, more and more
    // messages would wait, and the tables of records, which are never given back, grow with them.
    private const int MostInFlood = 2_000;

    private sealed record Note(int Number, object? Value);

    private record struct Tick(long A, long B);

    /// <summary>Nothing is left of messages that were under way, and others go on.</summary>
    [Fact]
    public void Leave_nothing()
    {
        int rounds = Sizes.Pick(linux: 400, x86: 40);
        int seed = Environment.TickCount;
        var random = new Random(seed);
        int others = ProcessBlocks.InUse;
        Pid bystander = Process.SpawnLink(Echo);
        Remains? before = null;
        Process.Priority = Priority.High;
        for (int round = 0; round < rounds; round++)
        {
            if (round == rounds / 4)
            {
                before = MeasureWithout(bystander, others); // what is made once and for all has been made
                bystander = Process.SpawnLink(Echo);
            }

            Pid receiver = Process.Spawn(Sweep);
            Pid[] victims = [receiver, .. Enumerable.Range(0, 3).Select(_ => Process.Spawn(() => Flood(receiver)))];
            random.Shuffle(victims);
            Process.TryReceive(TimeSpan.FromMicroseconds(random.Next(2_000)), out _, static _ => false);
            foreach (Pid victim in victims)
            {
                Process.Exit(victim, ExitReason.Kill);
            }

            Process.Send(bystander, new Note(round, new Note(round, Process.Self)));
            Assert.Equal(round, ((Note)Expect.Message<Note>().Value!).Number);
            foreach (Pid victim in victims)
            {
                Expect.Dead(victim);
            }
        }

        string left = MeasureWithout(bystander, others).Compare(before!);
        Assert.True(left.Length == 0, $"{left} (seed {seed})");
    }

    // How large the bystander's heap is depends on when it last collected. Who is dead to others may still be clearing
    // its mailbox away, at a priority below this one's.
    private static Remains MeasureWithout(Pid bystander, int others)
    {
        Expect.Killed(bystander);
        Expect.Until(() => ProcessBlocks.InUse <= others, "nothing is left of the dead");
        return Remains.Measure();
    }

    private static void Echo()
    {
        while (true)
        {
            Note note = Process.Receive<Note>();
            Process.Send((Pid)((Note)note.Value!).Value!, new Note(note.Number, new Note(note.Number, null)));
        }
    }

    private static void Flood(Pid to)
    {
        for (int number = 0; number < MostInFlood; number++)
        {
            Process.Send(to, number);
            Process.Send(to, new Tick(number, number));
            Process.Send(to, new Note(number, null));
            Process.Send(to, new Note(number, number));
            Process.Send(to, "literal");
            Process.Send(to, new long[number % 30]);
            if (number % 16 == 0)
            {
                Process.Yield();
            }
        }

        Process.Receive();
    }

    // In every way that there is: what fits by type, by value, by a look; what is looked at and left for a while.
    private static void Sweep()
    {
        while (true)
        {
            _ = Process.Receive<int>();
            _ = Process.Receive();
            _ = Process.TryReceive<Note>(TimeSpan.Zero, out _, static note => note.Value is int);
            _ = Process.TryReceive<long[]>(TimeSpan.Zero, out _);
            while (Process.TryReceive<Tick>(TimeSpan.Zero, out _))
            {
            }
        }
    }
}
