namespace Cosmos.Runtime.Supervision;

/// <summary>
/// Whether a supervisor ends when significant children have ended by themselves. OTP: auto_shutdown().
/// </summary>
public enum AutoShutdown
{
    /// <summary>Never; no child may be significant.</summary>
    Never,

    /// <summary>When one of them has.</summary>
    AnySignificant,

    /// <summary>When the last of them that ran has.</summary>
    AllSignificant,
}
