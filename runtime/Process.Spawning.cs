// Making processes: from a method with what it captured, or from a server that has no stack while it waits. What goes
// along is copied, and a link or monitor that is wanted stands before the new process runs.
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>Makes a process that runs a method. OTP: spawn/1, spawn_opt.</summary>
    /// <param name="body">What it runs. Copied with all it has captured: the new process shares nothing.</param>
    /// <param name="options">How it is to be; null: the defaults.</param>
    /// <exception cref="CannotTravelException">The closure holds what cannot travel.</exception>
    /// <exception cref="OutOfMemoryException">No memory, or as many processes as there may be.</exception>
    /// <exception cref="ArgumentException">An option makes no sense, or the name is taken.</exception>
    public static Pid Spawn([Travels] Action body, SpawnOptions? options = null) =>
        Processes.Spawning.Spawn(body, options, SpawnTies.None).Pid;

    /// <summary>As <see cref="Spawn(Action, SpawnOptions?)"/>, and links to it. OTP: spawn_link.</summary>
    public static Pid SpawnLink([Travels] Action body, SpawnOptions? options = null) =>
        Processes.Spawning.Spawn(body, options, SpawnTies.Link).Pid;

    /// <summary>As <see cref="Spawn(Action, SpawnOptions?)"/>, and monitors it. OTP: spawn_monitor.</summary>
    public static (Pid Pid, Ref Monitor) SpawnMonitor([Travels] Action body, SpawnOptions? options = null) =>
        Processes.Spawning.Spawn(body, options, SpawnTies.Monitor);

    /// <summary>Makes a process that is a server: while it waits for a message it has no stack.</summary>
    /// <param name="server">Copied; the copy's fields are the server's state.</param>
    /// <param name="options">How it is to be; null: the defaults.</param>
    public static Pid Spawn([Travels] Server server, SpawnOptions? options = null) =>
        Processes.Spawning.Spawn(server, options, SpawnTies.None).Pid;

    /// <summary>As <see cref="Spawn(Server, SpawnOptions?)"/>, and links to it.</summary>
    public static Pid SpawnLink([Travels] Server server, SpawnOptions? options = null) =>
        Processes.Spawning.Spawn(server, options, SpawnTies.Link).Pid;

    /// <summary>As <see cref="Spawn(Server, SpawnOptions?)"/>, and monitors it.</summary>
    public static (Pid Pid, Ref Monitor) SpawnMonitor([Travels] Server server, SpawnOptions? options = null) =>
        Processes.Spawning.Spawn(server, options, SpawnTies.Monitor);

    /// <summary>
    /// Asks for a process; the answer is a <see cref="SpawnReply"/> that comes before any other signal of it.
    /// OTP: spawn_request.
    /// </summary>
    /// <param name="body">As for <see cref="Spawn(Action, SpawnOptions?)"/>.</param>
    /// <param name="options">How it is to be; null: the defaults.</param>
    /// <param name="link">Links to it.</param>
    /// <param name="monitor">Monitors it: the reference returned is then the monitor too.</param>
    /// <returns>What the answer will name.</returns>
    public static Ref SpawnRequest(
        [Travels] Action body, SpawnOptions? options = null, bool link = false, bool monitor = false) =>
        Processes.Spawning.Request(
            body, options, (link ? SpawnTies.Link : SpawnTies.None) | (monitor ? SpawnTies.Monitor : SpawnTies.None));
}
