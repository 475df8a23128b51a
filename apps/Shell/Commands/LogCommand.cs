using System.Collections.Immutable;
using Cosmos.Runtime.Logging;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>What was logged last, and what is wanted. OTP: logger:set_primary_config/2, logger:i/0.</summary>
internal sealed class LogCommand : ShellCommand
{
    private const int DefaultEvents = 10;
    private const int MostEvents = 256;

    public override string Name => "log";

    public override string Usage => "[LEVEL|EVENTS]";

    public override string Summary => "the latest events that were logged, or from now on those of a level and above";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        bool isLevel = arguments.Length == 1 && char.IsAsciiLetter(arguments[0][0]);
        if (isLevel)
        {
            Set(arguments[0]);
            return;
        }

        foreach (LogEvent item in Log.Recent(Number(arguments, 0, DefaultEvents, MostEvents)))
        {
            Console.WriteLine(item);
        }

        Console.WriteLine($"Logged is what is {Text(LogLevels.Primary)} or worse; log LEVEL changes that.");
    }

    private static string Text(LogLevel level) => level.ToString().ToLowerInvariant();

    private void Set(string text)
    {
        if (!Enum.TryParse(text, ignoreCase: true, out LogLevel level) || !Enum.IsDefined(level))
        {
            string levels = string.Join(", ", Enum.GetNames<LogLevel>()).ToLowerInvariant();
            Refuse($"{text} is no level: {levels}. Usage: {Name} {Usage}");
        }

        LogLevels.Primary = level;
        Console.WriteLine($"Logged is what is {Text(level)} or worse.");
    }
}
