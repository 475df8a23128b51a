// A process that is nothing but a state and an answer to messages. Its loop is the runtime's: between two messages no
// frame of its own is on any stack, so while it waits it has no stack at all. It is the ground of the behaviours, which
// use what of it other assemblies do not see: requests apart from messages, a wait with an end, a successor.
using Cosmos.Runtime.Servers;

namespace Cosmos.Runtime;

/// <summary>
/// A process that handles one message after the other. Spawn it with
/// <see cref="Process.Spawn(Server, SpawnOptions?)"/>.
/// </summary>
/// <remarks>
/// The object is copied into the process's heap when it is spawned; the fields of the copy are the server's state. Ends
/// when it calls <see cref="Process.Exit(ExitReason)"/>, throws, or is ended by a signal.
/// </remarks>
public abstract class Server
{
    /// <summary>How long it waits for the next message, in nanoseconds; long.MaxValue: for ever.</summary>
    internal long WaitNs { get; set; } = long.MaxValue;

    /// <summary>Its heap is to be made small before the next wait.</summary>
    internal bool IsToHibernate { get; set; }

    /// <summary>Called once, in the new process, before the first message.</summary>
    protected internal virtual void OnStart()
    {
    }

    /// <summary>Called with each message, in the order of arrival. May receive selectively itself.</summary>
    protected internal abstract void OnMessage(object? message);

    // The loop's side (ProcessBody). Each step says which server goes on: itself, another one in its place, or none,
    // which is the end.

    /// <summary>The first step, also of one that goes on in another's place.</summary>
    internal virtual Server? Begin()
    {
        OnStart();
        return this;
    }

    /// <summary>A message came.</summary>
    internal virtual Server? Proceed(object? message)
    {
        OnMessage(message);
        return this;
    }

    /// <summary>A request came that wants an answer.</summary>
    internal virtual Server? Proceed(object? request, Pid caller, Ref tag) =>
        Proceed(new CallMessage(caller, tag, request));

    /// <summary>Nothing came for <see cref="WaitNs"/>.</summary>
    internal virtual Server? OnTimeout() => this;

    /// <summary>
    /// Its code is over: it took no further step, or a step ended by an exception. May run code of its own, which may
    /// end by an exception in turn.
    /// </summary>
    /// <param name="ending">Why, and what it was doing; the reason may be changed.</param>
    internal virtual void OnEnd(ref Ending ending)
    {
    }

    /// <summary>The reason with which it took no further step.</summary>
    internal virtual ExitReason OwnReason => ExitReason.Normal;

    /// <summary>What there is to say of it in a report, besides its end; may fail as its code may.</summary>
    internal virtual string? Describe() => null;
}
