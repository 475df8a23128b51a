namespace Cosmos.Runtime.Supervision;

/// <summary>When a child that ended is started again. OTP: restart().</summary>
public enum Restart
{
    /// <summary>Always.</summary>
    Permanent,

    /// <summary>When it ended abnormally: with another reason than normal and shutdown.</summary>
    Transient,

    /// <summary>Never, not even when a sibling's end took it along. Its specification goes with it.</summary>
    Temporary,
}
