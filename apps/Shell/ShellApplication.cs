// The shell as an application of an image. What is typed comes from whoever drives the console, by the shell's name. An
// operator's window must not take the house with it, so it is temporary: when it fails again and again, the system goes
// on without it.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
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

    /// <summary>Commands of the image's own applications, besides those that every shell has.</summary>
    public ImmutableArray<ShellCommand> Commands { get; init; } = [];

    /// <inheritdoc/>
    protected override SupervisorSpec Tree()
    {
        ImmutableArray<ShellCommand> commands = Commands;
        return new(
            Strategy.OneForOne,
            intensity: 10,
            period: TimeSpan.FromSeconds(10),
            Child.Server("shell", () => new ShellServer(commands), name: "shell"));
    }
}
