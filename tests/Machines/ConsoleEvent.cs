namespace Cosmos.Tests.Machines;

/// <summary>What came next on a machine's console.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Text">The line without its end; empty for everything else.</param>
public readonly record struct ConsoleEvent(ConsoleEventKind Kind, string Text);
