// Where numbers go that are nobody's who registers: to other exchanges, by prefix. The longest prefix that fits wins;
// several routes with one prefix are tried in their order.
namespace Cosmos.Apps.Switch;

/// <summary>A static route.</summary>
/// <param name="Prefix">What the dialled number begins with; empty fits all.</param>
/// <param name="Host">An IPv4 address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Strip">How many leading characters are taken off the number.</param>
public sealed record Route(string Prefix, string Host, int Port = 5060, int Strip = 0);
