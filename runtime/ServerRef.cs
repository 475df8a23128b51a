// Where a server is: a process or a registered name. A value that travels; what it names need not exist.
namespace Cosmos.Runtime;

/// <summary>
/// A server by pid or by name, whatever it is. OTP: server_ref(). Made of either by implicit conversion.
/// </summary>
public readonly struct ServerRef : IEquatable<ServerRef>
{
    private ServerRef(Pid pid, Atom name) => (Pid, Name) = (pid, name);

    /// <summary>The process, or none when it is known by name.</summary>
    public Pid Pid { get; }

    /// <summary>The registered name, or none.</summary>
    public Atom Name { get; }

    /// <summary>The same server, known the same way.</summary>
    public static bool operator ==(ServerRef left, ServerRef right) => left.Equals(right);

    /// <summary>Another server, or known another way.</summary>
    public static bool operator !=(ServerRef left, ServerRef right) => !left.Equals(right);

    /// <summary>A process.</summary>
    public static implicit operator ServerRef(Pid pid) => new(pid, default);

    /// <summary>Whoever has the name at the time.</summary>
    public static implicit operator ServerRef(Atom name) => new(default, name);

    /// <summary>Whoever has the name at the time.</summary>
    public static implicit operator ServerRef(string name) => new(default, name);

    /// <summary>Where its messages go.</summary>
    public static implicit operator Target(ServerRef server) => server.Name.IsNone ? server.Pid : server.Name;

    /// <summary>Who it is now; none: nobody has the name.</summary>
    public Pid Resolve() => Name.IsNone ? Pid : Process.WhereIs(Name) ?? default;

    /// <inheritdoc/>
    public bool Equals(ServerRef other) => Pid == other.Pid && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ServerRef other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pid, Name);

    /// <summary>The name, or the pid.</summary>
    public override string ToString() => Name.IsNone ? Pid.ToString() : Name.ToString();
}
