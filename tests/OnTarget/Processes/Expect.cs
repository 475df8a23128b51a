// What a test waits for. A receive without an end would hang the image, so every wait here ends after a limit that is
// generous for an emulated machine and fails with what was missing. Waits are receives: other processes run meanwhile.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Receives that fail in place of waiting for ever.</summary>
internal static class Expect
{
    private const int LimitMs = 45_000;

    /// <summary>A span of milliseconds.</summary>
    public static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>The next message of a type; others stay where they are.</summary>
    public static T Message<T>(Predicate<T>? match = null)
    {
        if (!Process.TryReceive(Ms(LimitMs), out T? message, match))
        {
            Assert.Fail($"no {typeof(T).Name} came within {LimitMs} ms");
        }

        return message;
    }

    /// <summary>The next message, whatever it is, must equal this one.</summary>
    public static void Next<T>(T expected)
    {
        if (!Process.TryReceive(Ms(LimitMs), out object? message))
        {
            Assert.Fail($"{expected} did not come within {LimitMs} ms");
        }

        Assert.Equal<object?>(expected, message);
    }

    /// <summary>Nothing may wait in the mailbox, nor arrive for a while.</summary>
    public static void Nothing(int milliseconds = 0)
    {
        if (Process.TryReceive(Ms(milliseconds), out object? message))
        {
            Assert.Fail($"an unexpected message came: {message}");
        }
    }

    /// <summary>The reason that a monitor tells.</summary>
    public static ExitReason Down(Ref monitor) => Message<DownMessage>(message => message.Monitor == monitor).Reason;

    /// <summary>The reason that an exit signal of a process brought to this one, which traps exits.</summary>
    public static ExitReason Exit(Pid from) => Message<ExitMessage>(message => message.From == from).Reason;

    /// <summary>Lets others run for a while.</summary>
    public static void Pause(int milliseconds) =>
        Process.TryReceive(Ms(milliseconds), out _, static _ => false);

    /// <summary>Waits until something is so. OTP's suites call it wait_until.</summary>
    public static void Until(Func<bool> holds, string what)
    {
        for (int waited = 0; !holds(); waited++)
        {
            if (waited == LimitMs)
            {
                Assert.Fail($"not so within {LimitMs} ms: {what}");
            }

            Pause(1);
        }
    }

    /// <summary>Tries until something is so, without ever waiting for it.</summary>
    public static void Soon(Func<bool> holds, string what)
    {
        long end = Environment.TickCount64 + LimitMs;
        while (!holds())
        {
            Assert.True(Environment.TickCount64 < end, $"not so within {LimitMs} ms: {what}");
        }
    }

    /// <summary>Waits until a process is gone, record and all.</summary>
    public static void Dead(Pid pid) => Until(() => !Process.IsAlive(pid), $"{pid} is dead");

    /// <summary>Kills a process and waits until it is gone.</summary>
    public static void Killed(Pid pid)
    {
        Ref monitor = Process.Monitor(pid);
        Process.Unlink(pid);
        Process.Exit(pid, ExitReason.Kill);
        Down(monitor);
    }
}
