namespace Cosmos.Tests.Machines;

/// <summary>Something that a test needs has not been built. The message names the command that builds it.</summary>
/// <param name="message">What is missing, and the command.</param>
public sealed class MissingArtefactException(string message) : Exception(message);
