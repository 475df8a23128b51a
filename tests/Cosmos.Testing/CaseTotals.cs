namespace Cosmos.Testing;

/// <summary>How many cases of a run passed and failed.</summary>
/// <param name="Passed">Cases that returned.</param>
/// <param name="Failed">Cases that threw, and one more if the selection selected nothing.</param>
public readonly record struct CaseTotals(int Passed, int Failed);
