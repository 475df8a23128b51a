// The border's Preemption, as far as one thread can play it: the depth is counted, so that a test sees an Enable
// that is missing, and what a test asks for happens where the outermost Enable would give the core away.
namespace Cosmos.Core.Abi;

/// <summary>Counts how deep preemption is held off.</summary>
internal static class Preemption
{
    /// <summary>How many Disables have no Enable yet.</summary>
    public static int Depth { get; private set; }

    /// <summary>How often preemption was held off.</summary>
    public static long Disables { get; private set; }

    /// <summary>What runs where the core may be given away; it may call the runtime.</summary>
    public static Action? Preempted { get; set; }

    public static void Disable()
    {
        Depth++;
        Disables++;
    }

    public static void Enable()
    {
        if (--Depth < 0)
            throw new InvalidOperationException("Preemption was enabled more often than disabled.");

        if (Depth == 0)
            Preempted?.Invoke();
    }

    /// <summary>Back to the state of a machine that starts.</summary>
    public static void Reset()
    {
        Depth = 0;
        Preempted = null;
    }
}
