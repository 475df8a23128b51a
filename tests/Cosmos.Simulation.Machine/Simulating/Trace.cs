// What happened in a run: a hash of everything that was decided, so that two runs can be compared, and the latest
// events in words, for whoever reads a failure.
namespace Cosmos.Simulation.Simulating;

/// <summary>The kinds of events.</summary>
internal enum TraceKind
{
    Started, Switched, CoreChanged, Interrupted, Slept, Woke, Parked, Ended, Abandoned, Killed, Refused, Failed,
    Stopped, Wished, Noted,
}

/// <summary>The record of a run.</summary>
internal sealed class Trace
{
    private const int Kept = 4096;

    private readonly (long Step, long Now, int Core, TraceKind Kind, int Subject, long Detail)[] _latest
        = new (long, long, int, TraceKind, int, long)[Kept];

    private long _count;

    /// <summary>All events in one number.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>Notes an event.</summary>
    public void Add(long step, long now, int core, TraceKind kind, int subject, long detail)
    {
        _latest[_count++ % Kept] = (step, now, core, kind, subject, detail);
        Mix((ulong)step);
        Mix((ulong)now);
        Mix(((ulong)(uint)core << 40) | ((ulong)kind << 32) | (uint)subject);
        Mix((ulong)detail);
    }

    /// <summary>The latest events, a line each, oldest first.</summary>
    public IEnumerable<string> Latest(int count)
    {
        for (long i = Math.Max(0, _count - Math.Min(count, Kept)); i < _count; i++)
        {
            (long step, long now, int core, TraceKind kind, int subject, long detail) = _latest[i % Kept];
            yield return $"step {step,7} {now / 1e6,12:F6} ms core {core}: {kind} {subject} {detail}";
        }
    }

    private void Mix(ulong value) => Hash = ((Hash ^ value) * 1099511628211) ^ (value >> 29);
}
