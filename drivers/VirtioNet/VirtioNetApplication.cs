// The driver of virtio network devices as an application of an image.
using Cosmos.Runtime.Devices;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>The driver of a virtio network device.</summary>
public sealed class VirtioNetApplication() : NetworkDriverApplication("virtio-net")
{
    /// <inheritdoc/>
    protected override Func<NetworkDriver> Making => static () => new VirtioNetDriver();
}
