// Whose events they are: a component of the program, with what belongs to each of its events. A value, to be kept in a
// static (`static readonly Logger s_log = new("sip")`) or in a server's fields. The array of fields is its own, and
// nothing writes to it.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Logging;

/// <summary>The log of a component; the default value is that of none.</summary>
[SharedImmutable]
public readonly partial struct Logger
{
    private readonly LogField[]? _fields;

    /// <summary>The log of a component.</summary>
    public Logger(Atom component) => Component = component;

    private Logger(Atom component, LogField[] fields) => (Component, _fields) = (component, fields);

    /// <summary>The component, or none.</summary>
    public Atom Component { get; }

    /// <summary>The same, with something more that belongs to each event.</summary>
    public Logger With(string key, object? value) =>
        new(Component, [.. _fields ?? [], new LogField(key, value)]);

    /// <summary>Whether events of a level are wanted: for what is costly to find out.</summary>
    public bool IsOn(LogLevel level) => LogLevels.IsOn(Component, level);

    /// <summary>Says something as data; its text is what ToString says, made only if the event is wanted.</summary>
    public void Report(
        LogLevel level,
        object report,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (IsOn(level))
            Dispatch.Write(this, level, Dispatch.TextOf(report), report, _fields ?? [], member, file, line);
    }

    private void Write(LogLevel level, string text, string member, string file, int line) =>
        Dispatch.Write(this, level, text, null, _fields ?? [], member, file, line);
}
