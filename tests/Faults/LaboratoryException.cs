namespace Cosmos.Tests.Faults;

/// <summary>The laboratory itself could not begin; nothing is known of the exchange's faults.</summary>
/// <param name="message">What did not work.</param>
internal sealed class LaboratoryException(string message) : Exception(message);
