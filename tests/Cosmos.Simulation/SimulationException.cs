// What a test sees of a run that failed: the first thing that went wrong, the seed, and what happened before.
namespace Cosmos.Simulation;

/// <summary>A simulated run failed.</summary>
/// <param name="message">Why, and how to have it again.</param>
/// <param name="inner">What the test's code threw, if it did.</param>
public sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner);
