// The common child specifications, one line each, so that a supervisor's Init reads like the tree it makes.
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

/// <summary>Makes child specifications.</summary>
public static class Child
{
    /// <summary>A behaviour, such as a GenServer.</summary>
    /// <param name="id">What names it among its siblings.</param>
    /// <param name="create">
    /// Makes the object that is copied into the child's process; called in the supervisor for every start.
    /// </param>
    /// <param name="restart">When it is started again.</param>
    /// <param name="shutdown">How it is stopped; 5 seconds by default.</param>
    /// <param name="significant">Whether its end by itself may end the supervisor.</param>
    /// <param name="name">The name to register it by; none by default.</param>
    /// <param name="options">How it is started: its heap, its priority, how long its Init may take.</param>
    public static ChildSpec Server(
        object id,
        Func<Behaviour> create,
        Restart restart = Restart.Permanent,
        Shutdown shutdown = default,
        bool significant = false,
        Atom name = default,
        StartOptions? options = null) => new(id, StartOf(create, Named(options, name)))
        {
            Restart = restart,
            Shutdown = shutdown,
            Significant = significant,
        };

    /// <summary>A supervisor.</summary>
    /// <inheritdoc cref="Server"/>
    public static ChildSpec Supervisor(
        object id,
        Func<SupervisorBehaviour> create,
        Restart restart = Restart.Permanent,
        Shutdown shutdown = default,
        bool significant = false,
        Atom name = default,
        StartOptions? options = null) => new(id, StartOf(create, Named(options, name)))
        {
            Restart = restart,
            Shutdown = shutdown,
            Significant = significant,
            Type = ChildType.Supervisor,
        };

    /// <summary>
    /// A process that runs a method and is no behaviour. Its start is not waited for; it ends when it is told to,
    /// because it does not trap exits, or by its own code if it does.
    /// </summary>
    /// <param name="id">What names it among its siblings.</param>
    /// <param name="body">What it runs; copied with what it has captured.</param>
    /// <param name="restart">When it is started again.</param>
    /// <param name="shutdown">How it is stopped; 5 seconds by default.</param>
    /// <param name="significant">Whether its end by itself may end the supervisor.</param>
    /// <param name="options">How it is to be; its name as well.</param>
    public static ChildSpec Process(
        object id,
        Action body,
        Restart restart = Restart.Permanent,
        Shutdown shutdown = default,
        bool significant = false,
        SpawnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new ChildSpec(id, () => StartResult.Ok(ProcLib.SpawnLink(body, options)))
        {
            Restart = restart,
            Shutdown = shutdown,
            Significant = significant,
        };
    }

    /// <summary>The start of a behaviour that a method makes.</summary>
    internal static Func<StartResult> StartOf(Func<Behaviour> create, StartOptions? options)
    {
        ArgumentNullException.ThrowIfNull(create);
        return () => Behaviour.Start(create(), options, SpawnTies.Link);
    }

    /// <summary>Options with a name, if there is one.</summary>
    internal static StartOptions? Named(StartOptions? options, Atom name) =>
        name.IsNone ? options : (options ?? new StartOptions()) with { Name = name };
}
