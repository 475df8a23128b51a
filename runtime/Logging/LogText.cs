// A text that is only made when somebody wants it: `log.Debug($"{call} took {time}")` asks for the level before it
// evaluates what stands in the braces. What is off costs the question.
using System.Runtime.CompilerServices;

namespace Cosmos.Runtime.Logging;

/// <summary>A level as a type, so that the handler of a text knows it.</summary>
public interface ILogLevel
{
    /// <summary>The level.</summary>
    static abstract LogLevel Level { get; }
}

/// <summary>An interpolated text for a level of a logger.</summary>
/// <typeparam name="TLevel">The level.</typeparam>
[InterpolatedStringHandler]
public ref struct LogText<TLevel>
    where TLevel : struct, ILogLevel
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>Begins a text; the compiler calls it.</summary>
    /// <param name="literalLength">Characters that stand in the text itself.</param>
    /// <param name="formattedCount">Values in it.</param>
    /// <param name="logger">Whose text it is.</param>
    /// <param name="isOn">Whether it is wanted; if not, nothing of it is evaluated.</param>
    public LogText(int literalLength, int formattedCount, Logger logger, out bool isOn)
    {
        IsOn = isOn = LogLevels.IsOn(logger.Component, TLevel.Level);
        if (isOn)
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    /// <summary>Whether it is wanted.</summary>
    internal bool IsOn { get; }

    /// <summary>Adds what stands in the text itself.</summary>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Adds a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>Adds a value in a width.</summary>
    public void AppendFormatted<T>(T value, int alignment) => _text.AppendFormatted(value, alignment);

    /// <summary>Adds a value in a width and a format.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format) =>
        _text.AppendFormatted(value, alignment, format);

    /// <summary>Adds characters.</summary>
    public void AppendFormatted(ReadOnlySpan<char> value) => _text.AppendFormatted(value);

    /// <summary>The text; once.</summary>
    internal string Take() => _text.ToStringAndClear();
}

/// <summary>The levels as types.</summary>
public static class LogAs
{
    /// <inheritdoc cref="LogLevel.Emergency"/>
    public readonly struct Emergency : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Emergency;
    }

    /// <inheritdoc cref="LogLevel.Alert"/>
    public readonly struct Alert : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Alert;
    }

    /// <inheritdoc cref="LogLevel.Critical"/>
    public readonly struct Critical : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Critical;
    }

    /// <inheritdoc cref="LogLevel.Error"/>
    public readonly struct Error : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Error;
    }

    /// <inheritdoc cref="LogLevel.Warning"/>
    public readonly struct Warning : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Warning;
    }

    /// <inheritdoc cref="LogLevel.Notice"/>
    public readonly struct Notice : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Notice;
    }

    /// <inheritdoc cref="LogLevel.Info"/>
    public readonly struct Info : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Info;
    }

    /// <inheritdoc cref="LogLevel.Debug"/>
    public readonly struct Debug : ILogLevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Debug;
    }
}
