// The watchdog as an application of an image: the driver, and behind it the heartbeat. On a machine without the device
// both do nothing that matters.
using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Drivers.Watchdog;

/// <summary>The watchdog and what feeds it. An image that is dead without it lets it be permanent.</summary>
public sealed class WatchdogApplication : Application
{
    /// <summary>How long the machine may be without a heartbeat.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who must answer at every beat.</summary>
    public ImmutableArray<ServerRef> Witnesses { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "watchdog";

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        Strategy.RestForOne,
        intensity: 30,
        period: TimeSpan.FromSeconds(10),
        Child.Server("driver", () => new WatchdogDriver(Patience), name: "watchdog"),
        Child.Server("heartbeat", () => new Heartbeat("watchdog", Patience / 4, Witnesses), name: "heartbeat"));
}
