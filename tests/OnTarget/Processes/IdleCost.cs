// What an idle process costs, by part, from many of them:
//     run=idle:100000
// and a smaller number as a case. The processes are servers that have started, have handled a message and wait in the
// runtime's outermost receive. The sum of the parts is compared with what the machine's memory says, so that no part is
// forgotten.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>The price list of an idle server.</summary>
public sealed class IdleCost
{
    /// <summary>What the boot option <c>run=</c> begins with for the long form.</summary>
    public const string Selection = "idle:";

    /// <summary>An idle server has no stack, and costs less than four kilobytes in all.</summary>
    [Fact]
    public void Of_a_server() => Measure(Sizes.Pick(linux: 5_000, x86: 500), static _ => { });

    /// <summary>The long form, as the boot option says.</summary>
    public static void Run(string selection) => Measure(int.Parse(selection[Selection.Length..]), Console.WriteLine);

    private static void Measure(int count, Action<string> report)
    {
        // The pools have grown and the library is warm before anything is measured.
        Expect.Killed(Process.Spawn(new Idler(Process.Self)));
        Remains before = Remains.Measure();
        var idlers = new Pid[count];
        for (int index = 0; index < count; index++)
        {
            idlers[index] = Process.Spawn(new Idler(Process.Self));
        }

        foreach (Pid idler in idlers)
        {
            Process.Send(idler, "once");
        }

        for (int answer = 0; answer < count; answer++)
        {
            Expect.Next("and idle again");
        }

        Remains after = Remains.Measure();
        ProcessInfo info = Process.Info(idlers[count / 2])!;
        long record = RecordBytes;
        double whole = (double)(after.UsedMemory - before.UsedMemory) / count;
        report($"An idle server of {count}: {whole:F0} bytes of memory in all.");
        report($"  heap {info.HeapBytes} ({info.UsedBytes} used), stack {info.StackBytes},"
            + $" context and thread statics {info.ControlBytes}, runtime's record {record}");
        report($"  sum of the parts {info.HeapBytes + info.StackBytes + info.ControlBytes + record}");
        report($"  stacks {after.Stacks - before.Stacks}, bytes shared {after.SharedBytes - before.SharedBytes}");
        Assert.Equal(0L, info.StackBytes);
        Assert.True(whole < 4096, $"{whole} bytes");
        foreach (Pid idler in idlers)
        {
            Process.Exit(idler, ExitReason.Kill);
        }

        Expect.Dead(idlers[^1]);
    }

    private static unsafe long RecordBytes => (sizeof(ProcessRecord) + 15) & ~15;

    private sealed class Idler(Pid owner) : Server
    {
        protected internal override void OnMessage(object? message) => Process.Send(owner, "and idle again");
    }
}
