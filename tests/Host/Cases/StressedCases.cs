namespace Cosmos.Tests.Host.Cases;

/// <summary>
/// The cases with a collection at every allocation: they hold although everything that can move has moved since the
/// last one.
/// </summary>
public sealed class StressedCases(StressedImage image) : CasesOn<StressedImage>(image);
