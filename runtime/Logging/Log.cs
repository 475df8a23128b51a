// The log as a whole: starting it, its handlers and filters, and a look at the latest events. OTP: logger(3).
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Logging;

/// <summary>The log. What changes it is done by its process, one after the other.</summary>
public static class Log
{
    private static ServerRef<LogServer> Server => Atom.Logger;

    /// <summary>
    /// Starts the log, with a console handler unless told otherwise. Until then events go to the console at once.
    /// </summary>
    public static StartResult Start(params LogHandlerSpec[] handlers) =>
        GenServer.Start(Make(handlers), new StartOptions { Name = Atom.Logger });

    /// <summary>As <see cref="Start"/>, and links to it: for supervisors.</summary>
    public static StartResult StartLink(params LogHandlerSpec[] handlers) =>
        GenServer.StartLink(Make(handlers), new StartOptions { Name = Atom.Logger });

    /// <summary>Ends the log; its handlers write what they have first. From then on events go to the console at once.
    /// </summary>
    public static void Stop() => Server.Stop();

    /// <summary>Adds a handler. OTP: add_handler/3.</summary>
    /// <exception cref="ArgumentException">There is one of this name, or as many as there can be.</exception>
    public static void AddHandler(LogHandlerSpec handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.Overload.Validate();
        string refusal = Server.Call(new LogServer.Adding(handler));
        if (refusal.Length != 0)
            throw new ArgumentException(refusal, nameof(handler));
    }

    /// <summary>Ends a handler, which first writes what it has. OTP: remove_handler/1.</summary>
    /// <returns>False: there is none of this name.</returns>
    public static bool RemoveHandler(Atom id) => Server.Call(new LogServer.Removing(id));

    /// <summary>Gives a handler another limit. OTP: set_handler_config/3.</summary>
    /// <returns>False: there is none of this name.</returns>
    public static bool SetHandlerLevel(Atom id, LogLevel level) => Server.Call(new LogServer.Limiting(id, level));

    /// <summary>The handlers in numbers.</summary>
    public static LogHandlerInfo[] Handlers()
    {
        var found = new List<LogHandlerInfo>();
        for (int place = 1; place <= HandlerRecord.Most; place++)
        {
            HandlerRecord record = Pool<HandlerRecord>.At(place);
            if (!record.Id.IsNone)
            {
                found.Add(new LogHandlerInfo(
                    record.Id, record.Pid, (LogLevel)record.Level, record.IsThere ? record.QueueLength : 0,
                    record.DroppedInAll));
            }
        }

        return [.. found];
    }

    /// <summary>
    /// Adds a primary filter, asked in whatever process logs: it must capture nothing that changes. Its memory stays,
    /// as that of all persistent terms. One that fails is taken away. OTP: add_primary_filter/2.
    /// </summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public static void AddFilter(Atom id, LogFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!Server.Call(new LogServer.AddingFilter(new NamedFilter(id, filter))))
            throw new ArgumentException($"There is a filter {id} already.", nameof(id));
    }

    /// <summary>Takes a primary filter away. OTP: remove_primary_filter/1.</summary>
    /// <returns>False: there is none of this name.</returns>
    public static bool RemoveFilter(Atom id) => Server.Call(new LogServer.RemovingFilter(id));

    /// <summary>The latest events, the oldest first: what the log has got since it runs, up to 256.</summary>
    public static IReadOnlyList<LogEvent> Recent(int most = LogRing.Size)
    {
        List<LogEvent> all = LogRing.After(0);
        return most >= all.Count ? all : all[^Math.Max(most, 0)..];
    }

    private static LogServer Make(LogHandlerSpec[] handlers)
    {
        LogHandlerSpec[] all = handlers.Length != 0 ? handlers : [new LogHandlerSpec("console", new ConsoleHandler())];
        var names = new HashSet<Atom>();
        if (all.Length > HandlerRecord.Most || !Array.TrueForAll(all, item => names.Add(item.Id)))
            throw new ArgumentException($"Handlers have different names, and are {HandlerRecord.Most} at the most.");

        Array.ForEach(all, static item => item.Overload.Validate());
        return new LogServer(all);
    }
}

/// <summary>A handler in numbers.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Process">Its process; none while it is started.</param>
/// <param name="Level">The least level that it gets.</param>
/// <param name="QueueLength">Events that wait.</param>
/// <param name="Dropped">Events that it never wrote.</param>
public sealed record LogHandlerInfo(Atom Id, Pid Process, LogLevel Level, long QueueLength, long Dropped);
