// Everything of which there can be very much at once. Each is prepared, and then done while somebody measures: most are
// the end of a process that has much.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Something that takes long.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Prepare">Makes the process that it is about.</param>
/// <param name="Do">Does it.</param>
internal sealed record Disturbance(string Name, Func<Pid> Prepare, Action<Pid> Do);

/// <summary>All that are known.</summary>
internal static class Disturbances
{
    private const int TimersMs = 2_000;

    /// <summary>The list, with so many of each thing.</summary>
    /// <param name="many">How many.</param>
    /// <param name="bytes">Length of what is large.</param>
    public static Disturbance[] All(int many, int bytes) =>
    [
        new($"a message of {bytes >> 20} MB sent and received", () => Ordered(() => SendLarge(bytes)), Go),
        new($"a message of {bytes >> 20} MB dropped", () => Ordered(() => DropLarge(bytes)), Go),
        new($"arrays of {bytes >> 20} MB made and dropped", () => Ordered(() => MakeArrays(bytes)), Go),
        new($"binaries of {bytes >> 20} MB made, sent and dropped", () => Ordered(() => MakeBinaries(bytes)), Go),
        new($"end with a reason of {bytes >> 20} MB", () => Ordered(() => EndLarge(bytes)), Go),
        new($"a message of {many} binaries received", () => Ordered(() => ReceiveBinaries(many)), Go),
        new($"{10 * many} objects with finalizers made", () => Ordered(() => MakeFinalizable(10 * many)), Go),
        new($"end with {many} links", () => Started(() => Repeat(many, Link)), Kill),
        new($"end with {many} monitors", () => Started(() => Repeat(many, Watch)), Kill),
        new($"end of what {many} references watch", () => Watched(many), Kill),
        new($"end with {many} timers", () => Started(() => Repeat(many, StartTimer)), Kill),
        new($"end with {many} messages", () => Started(() => Repeat(many, SendSelf)), Kill),
        new($"{many} timers fire at once", () => Started(() => Repeat(many, StartTimer)), Fire),
        new($"collection with {many} messages passed over", () => Started(() => PassOver(many)), Collect),
        new($"collection with {many} messages taken", () => Started(() => Take(many)), Collect),
        new($"information about {many} links", () => Started(() => Repeat(many, Link)), Inquire),
        new($"information about {many} monitors", () => Started(() => Repeat(many, Watch)), Inquire),
        new($"information about {many} watchers", () => Watched(many), Inquire),
        new($"end with {many} handles", () => Started(() => Handles(many)), Kill),
    ];

    // A process that has done something and now waits.
    private static Pid Started(Action action)
    {
        Pid owner = Process.Self;
        Pid pid = Process.Spawn(() =>
        {
            action();
            Process.Send(owner, "ready");
            Process.Receive<string>(static word => word == "end");
        });
        Expect.Message<string>(static word => word == "ready");
        return pid;
    }

    // A process that does something when it is told to go.
    private static Pid Ordered(Action action)
    {
        return Process.Spawn(() =>
        {
            Process.Receive();
            action();
        });
    }

    private static void Go(Pid pid)
    {
        Ref monitor = Process.Monitor(pid);
        Process.Send(pid, "go");
        Expect.Down(monitor);
        Expect.Pause(100); // what comes after the news of its end
    }

    private static void Kill(Pid pid)
    {
        Expect.Killed(pid);
        Expect.Pause(100); // what comes after the news of its end
    }

    private static void Collect(Pid pid) => Assert.True(Process.GarbageCollect(pid));

    private static void Inquire(Pid pid) => GC.KeepAlive(Process.Info(pid));

    private static void Fire(Pid pid)
    {
        Expect.Pause(TimersMs);
        Kill(pid);
    }

    private static void SendLarge(int bytes)
    {
        Process.Send(Process.Self, Hoard.Gather(bytes));
        GC.KeepAlive(Process.Receive());
    }

    private static void DropLarge(int bytes)
    {
        Process.Send(Process.Self, Hoard.Gather(bytes));
        Process.Exit(Process.Self, ExitReason.Kill); // with a large message in its mailbox
    }

    private static void EndLarge(int bytes)
    {
        Process.SpawnLink(Puppet.Wait);
        Process.Exit(ExitReason.Of("large", new byte[bytes]));
    }

    private static void MakeArrays(int bytes)
    {
        for (int round = 0; round < 3; round++)
        {
            GC.KeepAlive(new byte[bytes]);
            GC.KeepAlive(new object[bytes / 8]);
        }
    }

    private static void MakeBinaries(int bytes)
    {
        byte[] content = new byte[bytes];
        for (int round = 0; round < 3; round++)
        {
            Process.Send(Process.Self, Binary.Create(content));
            GC.KeepAlive(Process.Receive());
            GC.Collect();
        }
    }

    private static void ReceiveBinaries(int count)
    {
        byte[] content = new byte[2 * Binary.LargestCopied];
        Process.Send(Process.Self, Enumerable.Range(0, count).Select(_ => Binary.Create(content)).ToArray());
        GC.KeepAlive(Process.Receive());
    }

    private static void MakeFinalizable(int count)
    {
        for (int number = 0; number < count; number++)
        {
            GC.KeepAlive(new Closing());
        }
    }

    private static void Repeat(int count, Action<int> action)
    {
        for (int number = 0; number < count; number++)
        {
            action(number);
        }
    }

    private static void StartTimer(int number) =>
        Process.SendAfter(TimeSpan.FromMilliseconds(TimersMs), Process.Self, number);

    private static void Link(int number) => Process.SpawnLink(new Idler());

    private static void Watch(int number) => Process.SpawnMonitor(new Idler());

    private static void SendSelf(int number) => Process.Send(Process.Self, (number, "a message"));

    private static Pid Watched(int count)
    {
        Pid watched = Process.Spawn(new Idler());
        for (int number = 0; number < count; number++)
        {
            Process.Monitor(watched);
        }

        return watched;
    }

    private static void PassOver(int count)
    {
        Repeat(count, SendSelf);
        Process.TryReceive(TimeSpan.Zero, out _, static message => message is string);
    }

    private static void Take(int count)
    {
        Repeat(count, SendSelf);
        var taken = new List<object?>();
        for (int number = 0; number < count; number++)
        {
            taken.Add(Process.Receive());
        }

        Process.Put("taken", taken);
    }

    private static void Handles(int count)
    {
        var handles = new List<WeakReference>();
        for (int number = 0; number < count; number++)
        {
            handles.Add(new WeakReference(new int[number % 8]));
        }

        Process.Put("handles", handles);
    }

    private sealed class Closing
    {
        ~Closing() => GC.KeepAlive(this);
    }

    /// <summary>A server that waits.</summary>
    internal sealed class Idler : Server
    {
        /// <inheritdoc/>
        protected internal override void OnMessage(object? message) => GC.KeepAlive(message);
    }
}
