namespace Cosmos.Apps.Shell;

/// <summary>What a key did.</summary>
internal enum EditorEvent
{
    /// <summary>The line changed, or nothing did.</summary>
    None,

    /// <summary>Enter: the line is complete.</summary>
    Line,

    /// <summary>Ctrl-C: the line is dropped, and what runs is to stop.</summary>
    Interrupt,
}

/// <summary>What follows from a byte.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Echo">What is to be shown.</param>
/// <param name="Line">The complete line.</param>
internal readonly record struct EditorStep(EditorEvent Event, string Echo, string Line = "");
