using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cosmos.Runtime;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>A command. An object without state: it is copied into the process that runs it.</summary>
public abstract class ShellCommand
{
    /// <summary>The word that calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What may follow the word: PID in capitals is to be filled in, [X] may be left out.</summary>
    public virtual string Usage => "";

    /// <summary>What it does, in half a line.</summary>
    public abstract string Summary { get; }

    /// <summary>Runs it, in a process of its own, and returns when it is done. Writes to the console.</summary>
    public abstract void Run(ImmutableArray<string> arguments);

    /// <summary>Ends the command with a line to the user.</summary>
    [DoesNotReturn]
    protected static void Refuse(string text) => Process.Exit(ExitReason.Of("command_error", new CommandError(text)));

    /// <summary>Ends the command unless it has as many arguments as it can use.</summary>
    protected void Expect(ImmutableArray<string> arguments, int least, int most)
    {
        if (arguments.Length < least || arguments.Length > most)
        {
            Refuse($"Usage: {Name} {Usage}".TrimEnd());
        }
    }

    /// <summary>An argument that is a number, or <paramref name="otherwise"/> when it is left out.</summary>
    protected int Number(ImmutableArray<string> arguments, int index, int otherwise, int most)
    {
        if (index >= arguments.Length)
        {
            return otherwise;
        }

        if (!int.TryParse(arguments[index], out int number) || number < 1 || number > most)
        {
            Refuse($"{arguments[index]} is no number from 1 to {most}. Usage: {Name} {Usage}");
        }

        return number;
    }

    /// <summary>The process that an argument names: by pid as it is printed, by its first number, or by name.</summary>
    protected static Pid ProcessOf(string text)
    {
        Pid? found = long.TryParse(text, out long number)
            ? Process.All().Cast<Pid?>().FirstOrDefault(pid => pid!.Value.Id == (ulong)number)
            : text.StartsWith('<')
                ? Process.All().Cast<Pid?>().FirstOrDefault(pid => pid!.Value.ToString() == text)
                : Process.Registered().Any(name => name.ToString() == text) ? Process.WhereIs(text) : null;
        if (found is null)
        {
            Refuse($"There is no process {text}. top lists them: <0.N.M>, N alone, or a name.");
        }

        return found.Value;
    }

    /// <summary>Writes a line of a table: what, and how it is.</summary>
    protected static void Row(string name, object value) => Console.WriteLine($"  {name,-13} {value}");

    /// <summary>What a process tells of itself; ends the command when it has ended.</summary>
    protected static ProcessInfo InfoOf(Pid pid)
    {
        ProcessInfo? info = Process.Info(pid);
        if (info is null)
        {
            Refuse($"{pid} has ended.");
        }

        return info;
    }
}

/// <summary>A mistake of the user's, as the reason's detail.</summary>
/// <param name="Text">What to show.</param>
internal sealed record CommandError(string Text);
