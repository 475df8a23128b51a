namespace Cosmos.Runtime.Applications;

/// <summary>What an application's end means for the system. OTP: restart_type().</summary>
public enum ApplicationType
{
    /// <summary>The system cannot be without it: when it ends, for whatever reason, the system starts anew.</summary>
    Permanent,

    /// <summary>It may end normally; any other end is the system's.</summary>
    Transient,

    /// <summary>Its end is reported, and that is all.</summary>
    Temporary,
}
