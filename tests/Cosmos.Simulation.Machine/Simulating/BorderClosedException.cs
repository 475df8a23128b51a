// Thrown by every call of the border while left frames unwind. Internal: code of processes can catch it only as an
// Exception, in frames that are dead already.
namespace Cosmos.Simulation.Simulating;

/// <summary>These frames belong to nobody any more.</summary>
internal sealed class BorderClosedException : Exception;
