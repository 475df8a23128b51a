namespace Cosmos.Testing;

/// <summary>One case of a compiled table.</summary>
/// <param name="Name">
/// Namespace below the root, class and method, joined by dots; holds no space; unique in an image.
/// </param>
/// <param name="Run">Makes the instance, runs the method and disposes the instance.</param>
/// <param name="EpitaphText">
/// Null for an ordinary case. Otherwise the case must bring the machine down, and this is what its epitaph must
/// contain.
/// </param>
public sealed record TestCase(string Name, Action Run, string? EpitaphText = null)
{
    /// <summary>Whether the case needs a machine of its own, because it ends that machine.</summary>
    public bool IsCrash => EpitaphText is not null;
}
