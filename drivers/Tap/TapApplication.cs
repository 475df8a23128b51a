// A TAP device as an application of an image: `tap.device=tap0` says which; Linux makes one that is not there, if we
// may, and takes it away with us. Where there is none to be had the driver gives up after a few tries, and the system
// goes on without a network.
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Devices;

namespace Cosmos.Drivers.Tap;

/// <summary>The driver of a TAP device.</summary>
public sealed class TapApplication() : NetworkDriverApplication("tap")
{
    private string _device = "tap0";

    /// <inheritdoc/>
    protected override Func<NetworkDriver> Making
    {
        get
        {
            string device = _device;
            return () => new TapDriver(device);
        }
    }

    /// <inheritdoc/>
    protected override void Configure(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _device = settings.Text("device", _device);
    }
}
