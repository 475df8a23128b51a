using System.Collections.Immutable;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>Lists the commands.</summary>
internal sealed class HelpCommand(ImmutableArray<ShellCommand> others) : ShellCommand
{
    public override string Name => "help";

    public override string Usage => "[COMMAND]";

    public override string Summary => "lists the commands";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        ImmutableArray<ShellCommand> wanted = arguments.IsEmpty
            ? [this, .. others]
            : [.. others.Append(this).Where(command => command.Name == arguments[0])];
        if (wanted.IsEmpty)
        {
            Refuse($"There is no command {arguments[0]}; help lists them.");
        }

        foreach (ShellCommand command in wanted)
        {
            string call = $"{command.Name} {command.Usage}";
            Console.WriteLine($"  {call,-42} {command.Summary}");
        }

        if (arguments.IsEmpty)
        {
            Console.WriteLine("Tab completes, arrows edit and go back in history, Ctrl-C stops a command.");
        }
    }
}
