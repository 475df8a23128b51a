// The driver as an application of an image: its supervisor starts it again at once, and gives up when the device fails
// again and again; the system goes on without it, because it is temporary.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Drivers.E1000;

/// <summary>
/// The driver of an 82540EM. <see cref="Application.Type"/> is temporary unless the image says otherwise.
/// </summary>
public sealed class E1000Application : Application
{
    /// <summary>The application.</summary>
    public E1000Application() => Type = ApplicationType.Temporary;

    /// <summary>The name of the driver's process.</summary>
    public Atom Driver { get; init; } = "e1000";

    /// <inheritdoc/>
    public override string Name => "e1000";

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        Strategy.OneForOne,
        intensity: 10,
        period: TimeSpan.FromSeconds(10),
        Child.Server("driver", static () => new E1000Driver(), name: Driver));
}
