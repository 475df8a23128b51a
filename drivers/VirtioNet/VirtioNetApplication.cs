// The driver as an application of an image: its supervisor starts it again at once, and gives up when the device fails
// again and again; the system goes on without it, because it is temporary.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>
/// The driver of a virtio network device. <see cref="Application.Type"/> is temporary unless the image says otherwise.
/// </summary>
public sealed class VirtioNetApplication : Application
{
    /// <summary>The application.</summary>
    public VirtioNetApplication() => Type = ApplicationType.Temporary;

    /// <summary>The name of the driver's process.</summary>
    public Atom Driver { get; init; } = "virtio-net";

    /// <inheritdoc/>
    public override string Name => "virtio-net";

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        Strategy.OneForOne,
        intensity: 10,
        period: TimeSpan.FromSeconds(10),
        Child.Server("driver", static () => new VirtioNetDriver(), name: Driver));
}
