// All commands of the shell: one more is one more line here and a file beside it.
using System.Collections.Immutable;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>The commands.</summary>
internal static class CommandTable
{
    /// <summary>The commands, by name.</summary>
    public static ImmutableArray<ShellCommand> All()
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
        ];
        return [.. commands.Append(new HelpCommand(commands)).OrderBy(command => command.Name, StringComparer.Ordinal)];
    }
}
