// Two members for each level: one for a text with braces, which is made only if somebody wants it (LogText), and one
// for a text without, which is there already. The compiler says where they are called.
using System.Runtime.CompilerServices;

namespace Cosmos.Runtime.Logging;

public readonly partial struct Logger
{
    /// <summary>Says: the system cannot be used.</summary>
    public void Emergency(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Emergency> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Emergency, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Emergency(ref LogText{LogAs.Emergency}, string, string, int)"/>
    public void Emergency(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Emergency))
            Write(LogLevel.Emergency, text, member, file, line);
    }

    /// <summary>Says: somebody must act at once.</summary>
    public void Alert(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Alert> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Alert, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Alert(ref LogText{LogAs.Alert}, string, string, int)"/>
    public void Alert(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Alert))
            Write(LogLevel.Alert, text, member, file, line);
    }

    /// <summary>Says: a part that others need does not work.</summary>
    public void Critical(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Critical> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Critical, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Critical(ref LogText{LogAs.Critical}, string, string, int)"/>
    public void Critical(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Critical))
            Write(LogLevel.Critical, text, member, file, line);
    }

    /// <summary>Says: something went wrong.</summary>
    public void Error(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Error> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Error, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Error(ref LogText{LogAs.Error}, string, string, int)"/>
    public void Error(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Error))
            Write(LogLevel.Error, text, member, file, line);
    }

    /// <summary>Says: something may go wrong.</summary>
    public void Warning(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Warning> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Warning, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Warning(ref LogText{LogAs.Warning}, string, string, int)"/>
    public void Warning(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Warning))
            Write(LogLevel.Warning, text, member, file, line);
    }

    /// <summary>Says: something that happens seldom and is in order.</summary>
    public void Notice(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Notice> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Notice, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Notice(ref LogText{LogAs.Notice}, string, string, int)"/>
    public void Notice(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Notice))
            Write(LogLevel.Notice, text, member, file, line);
    }

    /// <summary>Says: what is going on.</summary>
    public void Info(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Info> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Info, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Info(ref LogText{LogAs.Info}, string, string, int)"/>
    public void Info(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Info))
            Write(LogLevel.Info, text, member, file, line);
    }

    /// <summary>Says: what only who wrote it wants to know.</summary>
    public void Debug(
        [InterpolatedStringHandlerArgument("")] ref LogText<LogAs.Debug> text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (text.IsOn)
            Write(LogLevel.Debug, text.Take(), member, file, line);
    }

    /// <inheritdoc cref="Debug(ref LogText{LogAs.Debug}, string, string, int)"/>
    public void Debug(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (LogLevels.IsOn(Component, LogLevel.Debug))
            Write(LogLevel.Debug, text, member, file, line);
    }
}
