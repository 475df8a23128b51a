// A request other than INVITE that goes through a call, while its answer is awaited: INFO, UPDATE, MESSAGE and whatever
// the phones agree on. Or a question of the exchange's own, which nobody asked it to pass on.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>A request that was passed on.</summary>
/// <param name="To">The side that is asked.</param>
/// <param name="Server">The transaction of the request that came; none: it is the exchange's own.</param>
/// <param name="Request">The request that came, or the exchange's own.</param>
/// <param name="Start">What went out; null: it went out twice already.</param>
internal sealed record PassedRequest(CallLeg To, Pid Server, SipRequest Request, ClientStart? Start);
