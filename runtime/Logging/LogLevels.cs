// Which events are wanted: those up to the primary level, or up to the level of their component if it has one. Asking
// is one load and one comparison, so that an event that nobody wants costs nothing more; the levels stand in the node's
// record and in that of the component's name. OTP: logger:set_primary_config, set_module_level.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Logging;

/// <summary>The limits of the log. Callable from everywhere.</summary>
public static class LogLevels
{
    /// <summary>What counts of components that have no limit of their own.</summary>
    public static LogLevel Primary
    {
        get => (LogLevel)Volatile.Read(ref NodeState.Current.LogLevel);
        set => Volatile.Write(ref NodeState.Current.LogLevel, (byte)Checked(value));
    }

    /// <summary>The limit of a component; null: it has none of its own.</summary>
    public static LogLevel? Of(Atom component)
    {
        byte own = component.IsNone ? (byte)0 : Volatile.Read(ref Pool<AtomRecord>.At(component.Number).LogLevel);
        return own == 0 ? null : (LogLevel)(own - 1);
    }

    /// <summary>Gives a component a limit of its own, or takes it away.</summary>
    public static void Set(Atom component, LogLevel? level)
    {
        if (component.IsNone)
            throw new ArgumentException("A component has a name.", nameof(component));

        byte own = level is { } limit ? (byte)(Checked(limit) + 1) : (byte)0;
        Volatile.Write(ref Pool<AtomRecord>.At(component.Number).LogLevel, own);
    }

    /// <summary>Whether events of a level count for a component; none: for what has no component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOn(Atom component, LogLevel level)
    {
        int own = component.IsNone ? 0 : Pool<AtomRecord>.At(component.Number).LogLevel;
        return own != 0 ? (int)level < own : level <= (LogLevel)NodeState.Current.LogLevel;
    }

    private static LogLevel Checked(LogLevel level) => level <= LogLevel.All
        ? level
        : throw new ArgumentOutOfRangeException(nameof(level), level, "There is no such level.");
}
