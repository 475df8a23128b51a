// All pools of a node, for what concerns each of them: counting what is rented, giving the memory of the rest back, and
// keeping their content while frames that nobody owns unwind over references into them.
namespace Cosmos.Simulation.Simulating;

/// <summary>The pools that were made.</summary>
internal static class Pools
{
    private static readonly Dictionary<string, (Func<int> InUse, Func<Action> Keep, Action GiveBack)> s_pools = [];

    /// <summary>A pool begins.</summary>
    public static void Enter(string name, Func<int> inUse, Func<Action> keep, Action giveBack) =>
        s_pools[name] = (inUse, keep, giveBack);

    /// <summary>A new node begins: it makes its own.</summary>
    public static void Clear() => s_pools.Clear();

    /// <summary>Slots rented, by the name of the record.</summary>
    public static SortedDictionary<string, int> InUse()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, (Func<int> inUse, _, _)) in s_pools)
        {
            counts.Add(name, inUse());
        }

        return counts;
    }

    /// <summary>The memory of everything that is not rented goes, which nobody may be looking at.</summary>
    public static void GiveBack()
    {
        foreach ((_, _, Action giveBack) in s_pools.Values)
        {
            giveBack();
        }
    }

    /// <summary>Keeps all content; the result puts it back.</summary>
    public static Action Keep()
    {
        Action[] restores = [.. s_pools.Values.Select(pool => pool.Keep())];
        return () => Array.ForEach(restores, restore => restore());
    }
}
