namespace Cosmos.Runtime;

/// <summary>How long an alias lasts. OTP: alias/1, monitor/3.</summary>
public enum AliasMode : byte
{
    /// <summary>The reference is no alias.</summary>
    None,

    /// <summary>Until <see cref="Process.Unalias"/>.</summary>
    Explicit,

    /// <summary>Until the first message through it, or <see cref="Process.Unalias"/>.</summary>
    Reply,

    /// <summary>For monitors: until the monitor is gone.</summary>
    Demonitor,

    /// <summary>For monitors: until the monitor is gone or the first message came through it.</summary>
    ReplyDemonitor,
}
