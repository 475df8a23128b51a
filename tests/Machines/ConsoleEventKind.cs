namespace Cosmos.Tests.Machines;

/// <summary>What can come next on a machine's console.</summary>
public enum ConsoleEventKind
{
    /// <summary>A line of text.</summary>
    Line,

    /// <summary>No byte for the given time: the machine hangs, or waits for something that does not come.</summary>
    Silence,

    /// <summary>The machine has ended; nothing more will come.</summary>
    End,

    /// <summary>The machine has printed more than any sound machine does, and still prints.</summary>
    Flood,
}
