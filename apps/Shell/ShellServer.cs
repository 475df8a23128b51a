// The shell: it edits the line, finds the command and has it run - in a process of its own, so that a command that
// fails, hangs or uses too much ends by itself, with its reason on the screen, and the shell goes on. Ctrl-C kills it.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Apps.Shell;

/// <summary>The shell's process.</summary>
/// <param name="more">Commands that only this image has.</param>
public sealed class ShellServer(ImmutableArray<ShellCommand> more) : GenServer
{
    private const byte CtrlC = 3;
    private const int MostAhead = 4096;
    private const string Prompt = "> ";
    private const string Greeting = "The shell is here; help lists what it can do.";

    private readonly ImmutableArray<ShellCommand> _commands = CommandTable.All(more);
    private readonly Queue<byte> _ahead = new();
    private LineEditor? _editor;
    private Pid _running;
    private Ref _monitor;

    private LineEditor Editor => _editor ??= new LineEditor(Prompt, [.. _commands.Select(command => command.Name)]);

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Console.WriteLine(Greeting);
        Console.Write(Editor.Show());
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case ConsoleBytes typed:
                foreach (byte value in typed.Bytes)
                {
                    Take(value);
                }

                break;
            case ConsoleEnd:
                break; // nobody is there; commands that run may end
            case DownMessage down when down.Monitor == _monitor:
                (_running, _monitor) = (default, default);
                ShowEnd(down.Reason);
                Console.Write(Editor.Show());
                while (_running.IsNone && _ahead.TryDequeue(out byte value))
                {
                    Handle(Editor.Feed(value));
                }

                break;
            default:
                return base.HandleInfo(message);
        }

        return Next.Wait;
    }

    private static void ShowEnd(ExitReason reason)
    {
        if (reason == ExitReason.Normal)
        {
            return;
        }

        Console.WriteLine(reason switch
        {
            { Detail: CommandError error } => error.Text,
            { Detail: ErrorDetail detail } => $"The command failed: {detail.Type}: {detail.Message}",
            _ => $"The command ended: {reason}",
        });
    }

    // While a command runs, what is typed waits for its end, but for Ctrl-C.
    private void Take(byte value)
    {
        if (_running.IsNone)
        {
            Handle(Editor.Feed(value));
        }
        else if (value == CtrlC)
        {
            _ahead.Clear();
            Process.Exit(_running, ExitReason.Kill);
        }
        else if (_ahead.Count < MostAhead)
        {
            _ahead.Enqueue(value);
        }
    }

    private void Handle(EditorStep step)
    {
        Console.Write(step.Echo);
        if (step.Event == EditorEvent.Line)
        {
            Begin(step.Line);
        }
        else if (step.Event == EditorEvent.Interrupt)
        {
            Console.Write(Editor.Show());
        }
    }

    private void Begin(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
        {
            Console.Write(Editor.Show());
            return;
        }

        ShellCommand? command = _commands.FirstOrDefault(command => command.Name == words[0]);
        if (command is null)
        {
            Console.WriteLine($"There is no command {words[0]}; help lists them.");
            Console.Write(Editor.Show());
            return;
        }

        ImmutableArray<string> arguments = [.. words.AsSpan(1)];
        (_running, _monitor) = Process.SpawnMonitor(() => command.Run(arguments));
    }
}
