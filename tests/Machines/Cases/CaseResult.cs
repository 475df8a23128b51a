namespace Cosmos.Tests.Machines.Cases;

/// <summary>What became of a case.</summary>
/// <param name="Passed">Whether it held.</param>
/// <param name="Message">Why not: what the case said, or how its machine ended, with the end of the console.</param>
/// <param name="Microseconds">How long it took by the machine's own clock; 0 if it did not pass.</param>
public sealed record CaseResult(bool Passed, string Message, long Microseconds = 0);
