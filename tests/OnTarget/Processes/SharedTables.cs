// CoreLib's tables that all share hold numbers of dependent handles of many processes, and whoever goes through such a
// table asks for what each of them refers to. A process is answered about its own handles only, also while others on
// other cores come, make one, and end, and the slot of one becomes another's.
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about handles whose numbers others know.</summary>
public sealed class SharedTables
{
    /// <summary>
    /// Nobody is shown what another process's handle refers to, not even in the moment in which that one makes it, or
    /// ends.
    /// </summary>
    [Fact]
    public void Handles_of_others_answer_nothing()
    {
        int lives = Sizes.Pick(linux: 50_000, x86: 400);
        Pid self = Process.Self;
        (_, Ref monitor) = Process.SpawnMonitor(
            () => ComeAndGo(self, lives), new SpawnOptions { Core = Cores.Count });

        // Each life gets the slot that the one before it left, and nobody else does.
        nint number = Expect.Message<nint>();
        DependentHandle handle = Unsafe.BitCast<nint, DependentHandle>(number);
        DownMessage? end = null;
        for (int looks = 1; end is null; looks++)
        {
            (object? target, object? dependent) = handle.TargetAndDependent;
            Assert.True(target is null && dependent is null, "another process's object was seen");
            if (looks % 1024 == 0 && !Process.TryReceive(TimeSpan.Zero, out end))
            {
                Process.Yield();
            }
        }

        Assert.Equal(monitor, end.Monitor);
        Assert.Equal(ExitReason.Normal, end.Reason);
    }

    /// <summary>
    /// A number that outlived its process never leads to a key of another class: whoever finds it in a table takes what
    /// it leads to for one of the table's.
    /// </summary>
    [Fact]
    public void Numbers_of_the_ended_lead_to_no_other_class()
    {
        Pid self = Process.Self;
        (_, Ref monitor) = Process.SpawnMonitor(() => Process.Send(
            self, Unsafe.BitCast<DependentHandle, nint>(new DependentHandle(new StrongBox<int>(), null))));
        DependentHandle old = Unsafe.BitCast<nint, DependentHandle>(Expect.Message<nint>());
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));

        // As many as a core keeps free, and more.
        object[] keys = [.. Enumerable.Range(0, 200).Select(static _ => new object())];
        DependentHandle[] others = [.. keys.Select(static key => new DependentHandle(key, null))];

        // Others hear of an end before all that it leaves is taken back.
        Expect.Until(() => old.Target is null, "the key went with its process");

        // One of the same class gets the slot again.
        var same = new StrongBox<int>();
        using var again = new DependentHandle(same, null);
        Assert.True(old.Target is null || ReferenceEquals(old.Target, same), "a key of the same class, or none");
        Array.ForEach(others, static handle => handle.Dispose());
        GC.KeepAlive(keys);
    }

    private static void ComeAndGo(Pid reader, int lives)
    {
        for (int life = 0; life < lives; life++)
        {
            bool isFirst = life == 0;
            (_, Ref monitor) = Process.SpawnMonitor(
                () =>
                {
                    var handle = new DependentHandle(new object(), new object());
                    if (isFirst)
                    {
                        Process.Send(reader, Unsafe.BitCast<DependentHandle, nint>(handle));
                    }
                },
                new SpawnOptions { Core = Cores.Count });
            Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        }
    }
}
