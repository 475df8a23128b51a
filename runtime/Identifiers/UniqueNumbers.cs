// Where references get what makes them unique. One counter of 64 bits: at a thousand million a second it lasts 580
// years. It is a field of some record of the runtime's, since the runtime has no statics; an increment is one locked
// instruction, so that no lock is needed on many cores.
namespace Cosmos.Runtime;

/// <summary>A source of numbers that do not repeat; begins at 1.</summary>
internal struct UniqueNumbers
{
    private ulong _last;

    /// <summary>The first of as many numbers, one after the other, that it never gave before.</summary>
    public ulong Take(ulong count) => Interlocked.Add(ref _last, count) - count + 1;
}
