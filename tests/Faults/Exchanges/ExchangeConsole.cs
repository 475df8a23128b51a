// The exchange's console: what it prints is kept line by line, and its shell is asked by typing. Reading is a thread's,
// so that nothing is missed while something else is waited for; all that waits here waits for a line, or for the end.
using System.Diagnostics;
using System.Text.RegularExpressions;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Faults.Exchanges;

/// <summary>What an exchange prints, and typing to it.</summary>
internal sealed partial class ExchangeConsole
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    private readonly Machine _machine;
    private readonly List<string> _lines = [];

    /// <summary>Begins to read.</summary>
    public ExchangeConsole(Machine machine)
    {
        _machine = machine;
        new Thread(Read) { IsBackground = true, Name = "console of the exchange" }.Start();
    }

    /// <summary>Whether the machine has ended: gone off, or begun anew where that is an end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How many lines there are; where a search for the next ones begins.</summary>
    public int Count
    {
        get
        {
            lock (_lines)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>The last lines, for a failure's message.</summary>
    public string Tail(int lines)
    {
        lock (_lines)
        {
            return string.Join('\n', _lines.TakeLast(lines));
        }
    }

    /// <summary>Waits for a line.</summary>
    /// <param name="isIt">Which.</param>
    /// <param name="from">Not one before this one.</param>
    /// <param name="patience">How long.</param>
    /// <returns>Its number; null: it did not come.</returns>
    public int? Await(Func<string, bool> isIt, int from, TimeSpan patience)
    {
        long begun = Stopwatch.GetTimestamp();
        lock (_lines)
        {
            while (true)
            {
                for (; from < _lines.Count; from++)
                {
                    if (isIt(_lines[from]))
                    {
                        return from;
                    }
                }

                TimeSpan left = patience - Stopwatch.GetElapsedTime(begun);
                if (HasEnded || left <= TimeSpan.Zero)
                {
                    return null;
                }

                Monitor.Wait(_lines, left);
            }
        }
    }

    /// <summary>Types a command and waits for the last line of its answer.</summary>
    /// <returns>The lines up to that; null: it did not come.</returns>
    public List<string>? Ask(string command, Func<string, bool> isLast, TimeSpan patience)
    {
        int from = Count;
        _machine.Write(command + "\n");
        if (Await(isLast, from, patience) is not { } last)
        {
            return null;
        }

        lock (_lines)
        {
            return _lines[from..(last + 1)];
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|[\r\a\b]")]
    private static partial Regex Controls();

    private void Read()
    {
        ConsoleEvent next;
        do
        {
            next = _machine.Read(s_silence);
            lock (_lines)
            {
                if (next.Kind == ConsoleEventKind.Line)
                {
                    _lines.Add(Controls().Replace(next.Text, ""));
                }

                HasEnded = next.Kind is ConsoleEventKind.End or ConsoleEventKind.Flood;
                Monitor.PulseAll(_lines);
            }
        }
        while (!HasEnded);
    }
}
