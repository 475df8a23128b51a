namespace Cosmos.Tests.Machines.Cases;

/// <summary>A case that a compiled assembly declares in its metadata.</summary>
/// <param name="Name">The name it is reported by.</param>
/// <param name="EpitaphText">Null, or what the epitaph must contain because the case brings its machine down.</param>
public sealed record DeclaredCase(string Name, string? EpitaphText);
