// A log for a case: handlers that tell the case what they write, and that write only when they are let, if wanted so.
using Cosmos.Runtime;
using Cosmos.Runtime.Logging;

namespace Cosmos.Tests.OnTarget.Logging;

/// <summary>A log that the running process started.</summary>
internal static class LogStage
{
    /// <summary>Runs a case with a log of these handlers, and everything as it was afterwards.</summary>
    public static void With(LogHandlerSpec[] handlers, Action body)
    {
        _ = Log.Start(handlers).Value;
        try
        {
            body();
        }
        finally
        {
            LogLevels.Primary = LogLevel.Notice;
            Log.Stop();
        }
    }

    /// <summary>A handler that tells the running process of each event.</summary>
    public static LogHandlerSpec Teller(string id = "teller") => new(id, new Telling(Process.Self));

    /// <summary>A handler that tells the running process of each event, and waits until it may go on.</summary>
    public static LogHandlerSpec Waiting() => new("slow", new Slow(Process.Self));

    /// <summary>Sends events on.</summary>
    internal sealed class Telling(Pid to) : LogHandler
    {
        protected override void Write(LogEvent item) => Process.Send(to, item);
    }

    /// <summary>Sends events on, each when it is let.</summary>
    internal sealed class Slow(Pid to) : LogHandler
    {
        protected override void Write(LogEvent item)
        {
            Process.Send(to, new Begun(Process.Self, item));
            Process.Receive<GoOn>();
        }
    }

    /// <summary>The slow handler has begun with an event.</summary>
    internal sealed record Begun(Pid Handler, LogEvent Item);

    /// <summary>It may go on.</summary>
    internal sealed record GoOn;
}
