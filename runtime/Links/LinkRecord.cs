using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Links;

/// <summary>One end of a link: each of the two processes has such a record of the other.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct LinkRecord
{
    /// <summary>Its place in the tree of its owner's links, by the other's pid.</summary>
    public TreeLink Tree;

    /// <summary>The process at the other end.</summary>
    public Pid Other;

    /// <summary>Not 0: the owner has unlinked, and this number was not acknowledged yet.</summary>
    public long UnlinkNumber;
}

/// <summary>One monitor as the monitored process knows it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct WatcherRecord
{
    /// <summary>Its place in the tree of the monitored process's watchers, by reference.</summary>
    public TreeLink Tree;

    /// <summary>Who monitors.</summary>
    public Pid Watcher;

    /// <summary>The monitor.</summary>
    public Ref Reference;
}

/// <summary>The order of links.</summary>
internal readonly struct LinkTree : ITreeNodes
{
    /// <inheritdoc/>
    public static ref TreeLink Of(int slot) => ref Pool<LinkRecord>.At(slot).Tree;

    /// <inheritdoc/>
    public static TreeKey KeyOf(int slot) => Pool<LinkRecord>.At(slot).Other.Key;
}

/// <summary>The order of watchers.</summary>
internal readonly struct WatcherTree : ITreeNodes
{
    /// <inheritdoc/>
    public static ref TreeLink Of(int slot) => ref Pool<WatcherRecord>.At(slot).Tree;

    /// <inheritdoc/>
    public static TreeKey KeyOf(int slot) => Pool<WatcherRecord>.At(slot).Reference.Key;
}
