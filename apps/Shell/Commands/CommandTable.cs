// All commands of the shell: one more is one more line here and a file beside it.
using System.Collections.Immutable;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>The commands.</summary>
internal static class CommandTable
{
    /// <summary>The commands, by name.</summary>
    /// <param name="more">Those of the image; one of a name that there is already is not reached.</param>
    public static ImmutableArray<ShellCommand> All(ImmutableArray<ShellCommand> more)
    {
        ImmutableArray<ShellCommand> commands =
        [
            new ApplicationsCommand(),
            new InfoCommand(),
            new IrqCommand(),
            new KillCommand(),
            new LogCommand(),
            new MemoryCommand(),
            new PowerOffCommand(),
            new RebootCommand(),
            new ResumeCommand(),
            new StateCommand(),
            new SuspendCommand(),
            new TimersCommand(),
            new TopCommand(),
            new TraceCommand(),
            new TreeCommand(),
            new UptimeCommand(),
            .. more,
        ];
        return [.. commands.Append(new HelpCommand(commands)).OrderBy(command => command.Name, StringComparer.Ordinal)];
    }
}
