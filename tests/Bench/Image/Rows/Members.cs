using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>Linked helpers of a row, when it is over.</summary>
internal static class Members
{
    /// <summary>Kills them all and waits until they are gone.</summary>
    public static void End(Pid[] members)
    {
        Process.TrapExit = true;
        foreach (Pid member in members)
        {
            Process.Exit(member, ExitReason.Kill);
        }

        for (int i = 0; i < members.Length; i++)
        {
            Process.Receive<ExitMessage>();
        }
    }

    /// <summary>Ends linked processes whose end is nobody's concern.</summary>
    public static void Drop(params ReadOnlySpan<Pid> members)
    {
        foreach (Pid member in members)
        {
            Process.Unlink(member);
            Process.Exit(member, ExitReason.Kill);
        }
    }
}
