// The console's driver as an application of an image. It is temporary: when it fails again and again, the system goes
// on without a keyboard, and writers wait for the serial line themselves.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Drivers.Console;

/// <summary>
/// The driver of the console. <see cref="Application.Type"/> is temporary unless the image says otherwise.
/// </summary>
public sealed class ConsoleApplication : Application
{
    /// <summary>The application.</summary>
    public ConsoleApplication() => Type = ApplicationType.Temporary;

    /// <summary>The name of the process that gets what is typed.</summary>
    public Atom Listener { get; init; } = "shell";

    /// <inheritdoc/>
    public override string Name => "console";

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        Strategy.OneForOne,
        intensity: 10,
        period: TimeSpan.FromSeconds(10),
        Child.Server("driver", () => new ConsoleDriver(Listener), name: "console"));
}
