// A process that is nothing but a state and an answer to messages. Its loop is the runtime's: between two messages no
// frame of its own is on any stack, so while it waits it has no stack at all. It is the ground of the behaviours.
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
    /// <summary>Called once, in the new process, before the first message.</summary>
    protected internal virtual void OnStart()
    {
    }

    /// <summary>Called with each message, in the order of arrival. May receive selectively itself.</summary>
    protected internal abstract void OnMessage(object? message);
}
