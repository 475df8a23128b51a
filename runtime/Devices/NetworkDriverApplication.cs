// A network driver as an application of an image: its supervisor starts it again at once, and gives up when the device
// fails again and again; the system goes on without it, because it is temporary.
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Runtime.Devices;

/// <summary>
/// The base of the applications of network drivers. <see cref="Application.Type"/> is temporary unless the image says
/// otherwise.
/// </summary>
public abstract class NetworkDriverApplication : Application
{
    /// <summary>The application.</summary>
    /// <param name="name">Its name, and the name of the driver's process unless the image says otherwise.</param>
    protected NetworkDriverApplication(string name)
    {
        Type = ApplicationType.Temporary;
        Name = name;
        Driver = name;
    }

    /// <summary>The name of the driver's process.</summary>
    public Atom Driver { get; init; }

    /// <inheritdoc/>
    public sealed override string Name { get; }

    /// <summary>What makes the driver; copied to the supervisor, so it must not hold the application.</summary>
    protected abstract Func<NetworkDriver> Making { get; }

    /// <inheritdoc/>
    protected sealed override SupervisorSpec Tree() => new(
        Strategy.OneForOne,
        intensity: 10,
        period: TimeSpan.FromSeconds(10),
        Child.Server("driver", Making, name: Driver));
}
