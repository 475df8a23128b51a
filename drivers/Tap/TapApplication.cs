// A TAP device as an application of an image: `tap.device=tap0` says which; Linux makes one that is not there, if we
// may, and takes it away with us. Where there is none to be had the driver gives up after a few tries, and the system
// goes on without a network.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Drivers.Tap;

/// <summary>
/// The driver of a TAP device. <see cref="Application.Type"/> is temporary unless the image says otherwise.
/// </summary>
public sealed class TapApplication : Application
{
    private string _device = "tap0";

    /// <summary>The application.</summary>
    public TapApplication() => Type = ApplicationType.Temporary;

    /// <summary>The name of the driver's process.</summary>
    public Atom Driver { get; init; } = "tap";

    /// <inheritdoc/>
    public override string Name => "tap";

    /// <inheritdoc/>
    protected override void Configure(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _device = settings.Text("device", _device);
    }

    /// <inheritdoc/>
    protected override SupervisorSpec Tree()
    {
        string device = _device;
        return new SupervisorSpec(
            Strategy.OneForOne,
            intensity: 10,
            period: TimeSpan.FromSeconds(10),
            Child.Server("driver", () => new TapDriver(device), name: Driver));
    }
}
