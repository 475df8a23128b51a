using Cosmos.Runtime.Calls;

namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// Who waits for an answer. Travels, so that another process may answer. OTP: from(), gen_server:reply/2.
/// </summary>
/// <typeparam name="TReply">What is waited for.</typeparam>
/// <param name="Caller">The process.</param>
/// <param name="Tag">Its request.</param>
public readonly record struct From<TReply>(Pid Caller, Ref Tag)
{
    /// <summary>
    /// Answers. Nothing happens when nobody waits any more, or when the request was answered already.
    /// </summary>
    /// <param name="value">The answer; copied.</param>
    public void Reply([Travels] TReply value) => CallSignals.Reply(Caller, Tag, value);
}
