// The base library's types whose objects mean something only in their own process, each with the reason. The list of
// the kernel (Heaps/Messages/TravelRules) is part of it, which tests/Check holds; the rest are types in which the
// kernel would find one of those, or a finalizer, in fields that a reference assembly does not show.
using System.Collections.Immutable;

namespace Cosmos.Build.Analyzers.Messages;

/// <summary>What COSMOS002 knows by name.</summary>
internal static class TravelTable
{
    private const string Waiting = "it stands for threads that wait, and they are not in the other process";
    private const string Work = "it stands for work on a thread of this process";
    private const string Address = "it is an address, which means nothing to the other process's collector";

    /// <summary>
    /// Full names, without type parameters, of classes and structs that cannot travel; derived ones included.
    /// </summary>
    public static ImmutableDictionary<string, string> Refused { get; } = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["System.Threading.Thread"] = Work,
            ["System.Threading.Tasks.Task"] = Work,
            ["System.Threading.Tasks.TaskCompletionSource"] = Work,
            ["System.Threading.Timer"] = "it calls back in this process",
            ["System.Threading.Lock"] = Waiting,
            ["System.Threading.WaitHandle"] = Waiting,
            ["System.Threading.CancellationTokenSource"] = Waiting,
            ["System.Runtime.InteropServices.GCHandle"] = Address,
            ["System.Runtime.DependentHandle"] = Address,
            ["System.Reflection.Pointer"] = Address,
            ["System.IO.UnmanagedMemoryStream"] = Address,
            ["Cosmos.Core.Abi.DeviceHandle"] = "its device is claimed by this process alone",
            ["System.Runtime.CompilerServices.ConditionalWeakTable"] =
                "it knows objects of this process's heap by their places",
        });

    /// <summary>Library types that hold what they are made of: what their arguments are is in them.</summary>
    public static ImmutableHashSet<string> Containers { get; } =
    [
        "System.Nullable", "System.Tuple", "System.ValueTuple", "System.Collections.Generic.KeyValuePair",
        "System.Collections.Generic.List", "System.Collections.Generic.Dictionary",
        "System.Collections.Generic.HashSet", "System.Collections.Generic.LinkedList",
        "System.Collections.Generic.Queue", "System.Collections.Generic.Stack",
        "System.Collections.Generic.PriorityQueue", "System.Collections.Generic.SortedDictionary",
        "System.Collections.Generic.SortedList", "System.Collections.Generic.SortedSet",
        "System.Collections.Immutable.ImmutableArray", "System.Collections.Immutable.ImmutableList",
        "System.Collections.Immutable.ImmutableDictionary", "System.Collections.Immutable.ImmutableHashSet",
        "System.Collections.Immutable.ImmutableSortedDictionary", "System.Collections.Immutable.ImmutableSortedSet",
        "System.Collections.Immutable.ImmutableQueue", "System.Collections.Immutable.ImmutableStack",
        "System.Collections.Frozen.FrozenDictionary", "System.Collections.Frozen.FrozenSet",
        "System.Collections.ObjectModel.Collection", "System.Collections.ObjectModel.ReadOnlyCollection",
    ];

    /// <summary>What holds an address and travels all the same: the kernel counts who refers to it.</summary>
    public const string Binary = "Cosmos.Core.Abi.Binary";
}
