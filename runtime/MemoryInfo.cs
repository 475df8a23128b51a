// What one may know of the node's memory. OTP: erlang:memory/0, with another division: here memory that processes have
// ended with is told apart from memory that is used, because it is kept for the next ones and given back when somebody
// needs it. After any load, Used is what it was before.
namespace Cosmos.Runtime;

/// <summary>The node's memory at one moment, in bytes.</summary>
/// <param name="Total">What there is.</param>
/// <param name="Used">What somebody uses: processes, messages, what all share, the kernel.</param>
/// <param name="Idle">
/// What nobody uses but is kept for reuse. It is given back when nobody has needed it for a while, and before anybody
/// is refused memory.
/// </param>
/// <param name="Free">What nobody has.</param>
/// <param name="Processes">Of the used: heaps of processes, and messages. OTP: processes.</param>
/// <param name="Shared">Of the used: objects that belong to everybody.</param>
/// <param name="Binary">Of the used: large binaries. OTP: binary.</param>
public readonly record struct MemoryInfo(
    long Total, long Used, long Idle, long Free, long Processes, long Shared, long Binary);
