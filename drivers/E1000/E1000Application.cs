// The driver of an 82540EM as an application of an image.
using Cosmos.Runtime.Devices;

namespace Cosmos.Drivers.E1000;

/// <summary>The driver of an 82540EM.</summary>
public sealed class E1000Application() : NetworkDriverApplication("e1000")
{
    /// <inheritdoc/>
    protected override Func<NetworkDriver> Making => static () => new E1000Driver();
}
