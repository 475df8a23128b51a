// Who wants to know this host's address asks once, and is told of every change from then on.
using Cosmos.Apps.Net.Interface;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Net;

/// <summary>
/// Call: the address in use (null: none), and <see cref="AddressChanged"/> to the listener whenever it is another one,
/// until the listener ends. The answer comes before the first of them.
/// </summary>
/// <param name="Listener">Who is told.</param>
public sealed record WatchAddress(Pid Listener) : ICall<NetworkInterface, WatchAddress, AddressConfiguration?>;

/// <summary>To who watches: the address in use is another one now.</summary>
/// <param name="Interface">The process of the interface.</param>
/// <param name="Configuration">The address; null: there is none any more.</param>
public sealed record AddressChanged(Pid Interface, AddressConfiguration? Configuration);
