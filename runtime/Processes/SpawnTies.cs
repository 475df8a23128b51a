namespace Cosmos.Runtime.Processes;

/// <summary>What ties a new process to its parent.</summary>
[Flags]
internal enum SpawnTies
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A link.</summary>
    Link = 1,

    /// <summary>A monitor by the parent.</summary>
    Monitor = 2,
}
