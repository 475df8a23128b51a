// What stands beside the machine and is no part of it: the test's own objects. They go to processes by reference,
// where everything else is copied, and so carry what processes saw out to the test.
namespace Cosmos.Simulation;

/// <summary>
/// An object of the test's that processes may hold without a copy. It must not be used for what processes say to each
/// other: on the machine there is nothing like it.
/// </summary>
public interface IBystander;
