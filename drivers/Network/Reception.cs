namespace Cosmos.Drivers.Network;

/// <summary>What a look into the ring of what has come finds; each but the first takes one place of it.</summary>
public enum Reception
{
    /// <summary>Nothing has come.</summary>
    Nothing,

    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Something of a length that no frame has.</summary>
    BadLength,

    /// <summary>A frame that the device calls broken.</summary>
    Damaged,
}
