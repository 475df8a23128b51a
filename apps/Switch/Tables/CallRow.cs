// What is known of a call outside of its process, so that a call that was killed is neither forgotten nor left hanging:
// the recorder writes its record from this row and hangs up on both phones with what it says of their dialogs. The call
// puts a new row in the place of the old one at each step of its life.
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>How far a call has come.</summary>
public enum CallPhase : byte
{
    /// <summary>Somebody is being looked for, or called.</summary>
    Setup,

    /// <summary>It rings.</summary>
    Ringing,

    /// <summary>It was answered.</summary>
    Talking,

    /// <summary>It is over.</summary>
    Released,
}

/// <summary>Who ended a call.</summary>
public enum CallSide : byte
{
    /// <summary>The exchange.</summary>
    Exchange,

    /// <summary>Who called.</summary>
    Caller,

    /// <summary>Who was called.</summary>
    Callee,
}

/// <summary>A call.</summary>
/// <param name="Number">Its number; a later call has a larger one.</param>
/// <param name="Process">Its process.</param>
/// <param name="CallId">Call-ID of the caller's dialog.</param>
/// <param name="From">Who called: the URI of From.</param>
/// <param name="To">Who was called: the Request-URI.</param>
/// <param name="SetupNs">When it began; Unix time in nanoseconds.</param>
public sealed record CallRow(long Number, Pid Process, string CallId, string From, string To, long SetupNs)
{
    /// <summary>Whether it is of the emergency class.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>How far it has come.</summary>
    public CallPhase Phase { get; init; }

    /// <summary>Where the callee was found: the URI of the last attempt; null if it came to none.</summary>
    public string? Target { get; init; }

    /// <summary>Call-ID of the callee's dialog.</summary>
    public string? TargetCallId { get; init; }

    /// <summary>When it was answered; 0: it was not.</summary>
    public long AnswerNs { get; init; }

    /// <summary>When it was over; 0: it is not, or its process did not live to say so.</summary>
    public long ReleaseNs { get; init; }

    /// <summary>The status code with which it ended: 200 after a conversation; 0: nobody said.</summary>
    public int Status { get; init; }

    /// <summary>Who ended it.</summary>
    public CallSide EndedBy { get; init; }

    /// <summary>The caller's dialog, once there is one to hang up on.</summary>
    internal DialogState? Caller { get; init; }

    /// <summary>The callee's dialog.</summary>
    internal DialogState? Callee { get; init; }
}
