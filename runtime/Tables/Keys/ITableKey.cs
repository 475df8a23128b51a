// How a type of the program's own becomes a key. Keys are compared as bytes (KeyWriter), because a comparison happens
// under a latch, where no code of the program may run; so the type says once, outside of it, what its bytes are.
namespace Cosmos.Runtime.Tables;

/// <summary>
/// A key of the program's own making. Equal bytes are equal keys, and keys are ordered as their parts are, the first
/// part first.
/// </summary>
/// <example><code>
/// public sealed record Leg(string CallId, int Number) : ITableKey
/// {
///     public void WriteKey(ref KeyWriter key)
///     {
///         key.Write(CallId);
///         key.Write(Number);
///     }
/// }
/// </code></example>
public interface ITableKey
{
    /// <summary>Writes the parts that make the key what it is, always the same ones in the same order.</summary>
    void WriteKey(ref KeyWriter key);
}
