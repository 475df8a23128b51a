// The levels of the log. OTP: logger:level(), after RFC 5424 section 6.2.1.
namespace Cosmos.Runtime.Logging;

/// <summary>How much an event matters; as a limit: the least that still counts.</summary>
public enum LogLevel : byte
{
    /// <summary>As a limit: nothing counts.</summary>
    None,

    /// <summary>The system cannot be used.</summary>
    Emergency,

    /// <summary>Somebody must act at once.</summary>
    Alert,

    /// <summary>A part that others need does not work.</summary>
    Critical,

    /// <summary>Something went wrong.</summary>
    Error,

    /// <summary>Something may go wrong.</summary>
    Warning,

    /// <summary>
    /// Something that happens seldom and is in order. The limit of a system that was not told otherwise.
    /// </summary>
    Notice,

    /// <summary>What is going on.</summary>
    Info,

    /// <summary>What only who wrote it wants to know.</summary>
    Debug,

    /// <summary>As a limit: everything counts.</summary>
    All,
}
