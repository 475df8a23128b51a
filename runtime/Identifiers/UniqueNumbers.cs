// Where references get what makes them unique. One counter of 64 bits: at a thousand million a second it lasts 580
// years. It is a field of some record of the runtime's, since the runtime has no statics; an increment is one locked
// instruction, so that no lock is needed on many cores.
namespace Cosmos.Runtime;

/// <summary>A source of numbers that do not repeat; begins at 1.</summary>
internal struct UniqueNumbers
{
    private ulong _last;

    /// <summary>A number that it never gave before.</summary>
    public ulong Next() => Interlocked.Increment(ref _last);
}
