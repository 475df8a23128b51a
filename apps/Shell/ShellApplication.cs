// The shell as an application of an image. What is typed comes from whoever drives the console, by the shell's name. An
// operator's window must not take the house with it, so it is temporary: when it fails again and again, the system goes
// on without it.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Shell;

/// <summary>
/// The shell on the console. <see cref="Application.Type"/> is temporary unless the image says otherwise.
/// </summary>
public sealed class ShellApplication : Application
{
    /// <summary>The application.</summary>
    public ShellApplication() => Type = ApplicationType.Temporary;

    /// <inheritdoc/>
    public override string Name => "shell";

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        Strategy.OneForOne,
        intensity: 10,
        period: TimeSpan.FromSeconds(10),
        Child.Server("shell", static () => new ShellServer(), name: "shell"));
}
