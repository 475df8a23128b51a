namespace Cosmos.Runtime.Servers;

/// <summary>What a hibernating process keeps: how it goes on when there is a message.</summary>
/// <param name="continuation">Its body from then on.</param>
internal sealed class Hibernation(Action continuation)
{
    /// <summary>Its body from then on.</summary>
    public Action Continuation { get; } = continuation;
}
