// The watch over the machine's own faults as an application of an image. Temporary: an exchange that cannot be told of
// corrected errors still takes calls.
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Drivers.Processor;

/// <summary>The watch over the machine's own faults.</summary>
public sealed class FaultWatchApplication : Application
{
    /// <summary>The application.</summary>
    public FaultWatchApplication() => Type = ApplicationType.Temporary;

    /// <inheritdoc/>
    public override string Name => "faults";

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        Strategy.OneForOne,
        intensity: 10,
        period: TimeSpan.FromSeconds(10),
        Child.Server("watch", static () => new FaultWatch(), name: "fault-watch"));
}
