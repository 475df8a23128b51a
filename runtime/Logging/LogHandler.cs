// What becomes of events: a handler has a process of its own, in which its Write runs with one event after the other.
// The object is copied into that process and is its state, as a server's is. OTP: the handler callback module.
using System.Text;

namespace Cosmos.Runtime.Logging;

/// <summary>A handler of events. If it throws, its process ends and is started anew with the object as it was first.
/// </summary>
public abstract class LogHandler
{
    /// <summary>Runs once in the handler's process, before the first event.</summary>
    protected virtual void Open()
    {
    }

    /// <summary>Writes an event, or does with it what the handler does.</summary>
    protected abstract void Write(LogEvent item);

    internal void Begin() => Open();

    internal void Take(LogEvent item) => Write(item);
}

/// <summary>Writes events on the console. An event is one piece there, whatever others write.</summary>
public sealed class ConsoleHandler : LogHandler
{
    /// <summary>A handler with the usual form.</summary>
    public ConsoleHandler()
        : this(LogFormatter.Default)
    {
    }

    /// <summary>A handler with a form of one's own.</summary>
    public ConsoleHandler(LogFormatter formatter) => Formatter = formatter;

    private LogFormatter Formatter { get; }

    /// <inheritdoc/>
    protected override void Write(LogEvent item) => LogConsole.Write(Formatter.Format(item));
}

/// <summary>The console as the log writes to it.</summary>
internal static class LogConsole
{
    /// <summary>Writes a text in one piece.</summary>
    public static void Write(string text) => Core.KernelConsole.Write(Encoding.UTF8.GetBytes(text));
}

/// <summary>A handler as it is started.</summary>
/// <param name="Id">Its name among the handlers.</param>
/// <param name="Handler">What it does.</param>
public sealed record LogHandlerSpec(Atom Id, LogHandler Handler)
{
    /// <summary>The least level that it gets.</summary>
    public LogLevel Level { get; init; } = LogLevel.All;

    /// <summary>What it gets of these; asked in its process.</summary>
    public LogFilters Filters { get; init; } = LogFilters.None;

    /// <summary>What it does when it gets too much.</summary>
    public OverloadLimits Overload { get; init; } = new();
}
