namespace Cosmos.Runtime.Servers;

/// <summary>How a process's code ended. Lives on the stack of <see cref="ProcessBody"/>.</summary>
internal struct Ending
{
    /// <summary>Why.</summary>
    public ExitReason Reason;

    /// <summary>What the process was running; a server may have been replaced since it began.</summary>
    public object? Root;

    /// <summary>The message or request that a server was handling.</summary>
    public object? Message;

    /// <summary>Whether it was handling one.</summary>
    public bool IsHandling;
}
