namespace Cosmos.Testing;

/// <summary>A claim of a case did not hold. The message says what was expected and what was there instead.</summary>
/// <param name="message">What was expected, and what was there instead.</param>
public sealed class AssertionException(string message) : Exception(message);
