// One thing that happened, as data: who says it, when, how much it matters, and what. Texts are made by handlers, or by
// who looks into the ring.
namespace Cosmos.Runtime.Logging;

/// <summary>Something that belongs to an event: OTP's metadata.</summary>
/// <param name="Key">What it is.</param>
/// <param name="Value">What it says; it travels, so it must be able to.</param>
public readonly record struct LogField(string Key, object? Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Value}";
}

/// <summary>An event of the log. OTP: logger:log_event().</summary>
public sealed record LogEvent
{
    /// <summary>The most characters of a text; what is longer is cut.</summary>
    public const int MostCharacters = 8 * 1024;

    /// <summary>The number of the event: later ones have greater numbers.</summary>
    public ulong Number { get; init; }

    /// <summary>When, in UTC.</summary>
    public DateTime Time { get; init; }

    /// <summary>How much it matters.</summary>
    public LogLevel Level { get; init; }

    /// <summary>Which part of the program, or none.</summary>
    public Atom Component { get; init; }

    /// <summary>The process that said it.</summary>
    public Pid Process { get; init; }

    /// <summary>Its registered name, or none.</summary>
    public Atom Name { get; init; }

    /// <summary>What happened, in words. Of a report: its text.</summary>
    public string Text { get; init; } = "";

    /// <summary>What happened, as data: a crash report, for one; or null.</summary>
    public object? Report { get; init; }

    /// <summary>What belongs to it: of the process, of the logger.</summary>
    public LogField[] Fields { get; init; } = [];

    /// <summary>The member that said it; empty where that is not known.</summary>
    public string Member { get; init; } = "";

    /// <summary>The file that the member stands in.</summary>
    public string File { get; init; } = "";

    /// <summary>The line there.</summary>
    public int Line { get; init; }

    /// <summary>The event as a handler without wishes of its own shows it.</summary>
    public override string ToString() => LogFormatter.Default.Format(this);
}
