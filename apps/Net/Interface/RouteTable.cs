// Where to send a packet next (RFC 1122 §3.3.1): the longest prefix that holds the destination decides; its gateway is
// the next hop, and without one the destination itself is. The table is short and sorted by length, so the first that
// fits is right.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>One route.</summary>
/// <param name="Network">For whom.</param>
/// <param name="Gateway">Through whom; null: they are on the link.</param>
public readonly record struct Route(Ipv4Prefix Network, Ipv4Address? Gateway);

/// <summary>A bounded table of routes.</summary>
public sealed class RouteTable(int capacity)
{
    private readonly List<Route> _routes = [];

    /// <summary>The routes, longest prefix first.</summary>
    public IReadOnlyList<Route> Routes => _routes;

    /// <summary>Adds a route, in place of the one for the same network; false: the table is full.</summary>
    public bool TryAdd(Route route)
    {
        Remove(route.Network);
        if (_routes.Count >= capacity)
            return false;

        int place = _routes.FindIndex(other => other.Network.Length < route.Network.Length);
        _routes.Insert(place < 0 ? _routes.Count : place, route);
        return true;
    }

    /// <summary>Removes the route for a network.</summary>
    public bool Remove(Ipv4Prefix network) => _routes.RemoveAll(route => route.Network == network) > 0;

    /// <summary>Removes all.</summary>
    public void Clear() => _routes.Clear();

    /// <summary>Who gets packets for a destination; false: nobody.</summary>
    public bool TryFind(Ipv4Address destination, out Ipv4Address nextHop)
    {
        nextHop = destination;
        foreach (Route route in _routes)
        {
            if (!route.Network.Contains(destination))
                continue;

            nextHop = route.Gateway ?? destination;
            return true;
        }

        return false;
    }
}
