// Exceptions end processes, and are caught at the process boundary (Servers/ProcessBody) and nowhere else - but for
// code that a process runs on somebody else's behalf: what an observer sent it, a handler of an event manager, the
// texts of a report about an end. There the fault is not the process's, and this is the one place that says so.
namespace Cosmos.Runtime.Exits;

/// <summary>Runs code whose failure is not the running process's.</summary>
internal static class Guard
{
    /// <summary>Runs it. Running out of memory is the process's own matter, whoever's code it was.</summary>
    /// <returns>Null, or the reason with which a process that ran it would have ended.</returns>
    [ProcessBoundary("runs others' code: its exceptions become a reason that the caller is told")]
    public static ExitReason? Run<TArgument, TResult>(
        Func<TArgument, TResult> code, TArgument argument, out TResult? result)
    {
        result = default;
        try
        {
            result = code(argument);
            return null;
        }
        catch (ProcessExitException exit)
        {
            return exit.Reason;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Failing.ReasonOf(exception);
        }
    }
}
