namespace Cosmos.Drivers.Network;

/// <summary>
/// The counts of <see cref="NetworkCounters"/> as a driver keeps them: fields that change, because a record for each
/// frame would be an object for each frame.
/// </summary>
internal struct Tally
{
    private long _received;
    private long _nobodyListened;
    private long _badLength;
    private long _damaged;

    /// <summary>Interrupts that the driver was told of.</summary>
    public long Interrupts;

    /// <summary>Frames that the device is done with.</summary>
    public long Transmitted;

    /// <summary>Frames that were too short or too long to be sent.</summary>
    public long NoFrame;

    /// <summary>Frames that found no room.</summary>
    public long NoRoom;

    /// <summary>Counts what a look into the ring has found.</summary>
    public void Add(Reception reception, bool isListenedTo)
    {
        switch (reception)
        {
            case Reception.Frame when isListenedTo:
                _received++;
                break;
            case Reception.Frame:
                _nobodyListened++;
                break;
            case Reception.BadLength:
                _badLength++;
                break;
            default:
                _damaged++;
                break;
        }
    }

    /// <summary>The counts now.</summary>
    public readonly NetworkCounters Read() => new()
    {
        Interrupts = Interrupts,
        Received = _received,
        Transmitted = Transmitted,
        NobodyListened = _nobodyListened,
        BadLength = _badLength,
        Damaged = _damaged,
        NoFrame = NoFrame,
        NoRoom = NoRoom,
    };
}
