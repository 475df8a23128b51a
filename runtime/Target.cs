// Where a message may be sent, and what may be monitored: a process, a registered name, or an alias.
namespace Cosmos.Runtime;

/// <summary>A destination. Made of a <see cref="Pid"/>, a name or an alias by implicit conversion.</summary>
public readonly record struct Target
{
    private Target(Pid pid, Atom name, Ref alias) => (Pid, Name, Alias) = (pid, name, alias);

    /// <summary>The process, or none.</summary>
    public Pid Pid { get; }

    /// <summary>The registered name, or none; looked up when it is used.</summary>
    public Atom Name { get; }

    /// <summary>The alias, or none.</summary>
    public Ref Alias { get; }

    /// <summary>A process.</summary>
    public static implicit operator Target(Pid pid) => new(pid, default, default);

    /// <summary>Whoever has the name at the time.</summary>
    public static implicit operator Target(Atom name) => new(default, name, default);

    /// <summary>Whoever has the name at the time.</summary>
    public static implicit operator Target(string name) => new(default, name, default);

    /// <summary>The process that made the alias, while it is one.</summary>
    public static implicit operator Target(Ref alias) => new(default, default, alias);

    /// <inheritdoc/>
    public override string ToString() =>
        Pid != default ? Pid.ToString() : Name != default ? Name.ToString() : Alias.ToString();
}
