// The border's Preemption, with a thread for each core: the depth is counted, so that a test sees an Enable
// that is missing, and what a test asks for happens where the outermost Enable would give the core away.
namespace Cosmos.Core.Abi;

/// <summary>Counts how deep preemption is held off.</summary>
internal static class Preemption
{
    private static readonly ThreadLocal<int> s_depth = new();

    /// <summary>How many Disables of this thread have no Enable yet.</summary>
    public static int Depth => s_depth.Value;

    /// <summary>What runs where the core may be given away; it may call the runtime.</summary>
    public static Action? Preempted { get; set; }

    public static void Disable() => s_depth.Value++;

    public static void Enable()
    {
        if (--s_depth.Value < 0)
            throw new InvalidOperationException("Preemption was enabled more often than disabled.");

        if (Depth == 0)
            Preempted?.Invoke();
    }

    /// <summary>Back to the state of a machine that starts.</summary>
    public static void Reset()
    {
        s_depth.Value = 0;
        Preempted = null;
    }
}
