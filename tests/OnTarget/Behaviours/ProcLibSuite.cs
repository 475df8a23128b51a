// OTP's proc_lib_SUITE: synchronous starts, where a process comes from, crash reports, stop.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Claims of proc_lib_SUITE.</summary>
public sealed class ProcLibSuite : Family
{
    /// <summary>
    /// A start without a link: the answer is what the process acknowledged, its reason if it ended before, or timeout.
    /// </summary>
    [Fact]
    public void Sync_start_nolink()
    {
        StartResult plain = ProcLib.Start(static () =>
        {
            ProcLib.InitAck();
            Puppet.Wait();
        });
        Assert.True(plain.IsOk);
        Assert.True(Process.IsAlive(plain.Pid));
        Assert.Empty(Process.Info(Process.Self)!.Links);
        Expect.Killed(plain.Pid);

        Assert.Equal<object?>("told", ProcLib.Start(static () => ProcLib.InitAck("told")).Info);
        Assert.Equal<ExitReason>("kaboom", ProcLib.Start(static () => Process.Exit("kaboom")).Reason!);
        Assert.Equal(ExitReason.Normal, ProcLib.Start(static () => { }).Reason!);
        Assert.Equal<ExitReason>("timeout", ProcLib.Start(Puppet.Wait, Within(5)).Reason!);
        Assert.Equal<ExitReason>("answer", ProcLib.Start(
            static () => ProcLib.InitFail(StartResult.Error("answer"), "reason")).Reason!);
        Assert.Equal(StartKind.Ignore, ProcLib.Start(
            static () => ProcLib.InitFail(StartResult.Ignore, ExitReason.Normal)).Kind);
        Expect.Nothing(5);
    }

    /// <summary>The same with a link: a caller that traps exits gets no message of a start that failed.</summary>
    [Fact]
    public void Sync_start_link()
    {
        Process.TrapExit = true;
        Pid linked = ProcLib.StartLink(static () =>
        {
            ProcLib.InitAck();
            Process.Receive();
        }).Value;
        Assert.Sequence([linked], Process.Info(Process.Self)!.Links);
        Process.Send(linked, "end");
        Assert.Equal(ExitReason.Normal, Expect.Exit(linked));

        Assert.Equal<ExitReason>("kaboom", ProcLib.StartLink(static () => Process.Exit("kaboom")).Reason!);
        Assert.Equal<ExitReason>("timeout", ProcLib.StartLink(Puppet.Wait, Within(5)).Reason!);
        Assert.Equal<ExitReason>("answer", ProcLib.StartLink(
            static () => ProcLib.InitFail(StartResult.Error("answer"), "reason")).Reason!);
        Expect.Nothing(5);
        Assert.Empty(Process.Info(Process.Self)!.Links);
        Assert.Empty(Process.Info(Process.Self)!.Monitors);
    }

    /// <summary>The same with a monitor, which the caller keeps.</summary>
    [Fact]
    public void Sync_start_monitor()
    {
        StartResult started = ProcLib.StartMonitor(static () =>
        {
            ProcLib.InitAck();
            Process.Exit("later");
        });
        Assert.Equal<ExitReason>("later", Expect.Down(started.Monitor));
        Assert.Equal<ExitReason>("kaboom", ProcLib.StartMonitor(static () => Process.Exit("kaboom")).Reason!);
        Assert.Equal<ExitReason>("timeout", ProcLib.StartMonitor(Puppet.Wait, Within(5)).Reason!);
        Expect.Nothing(5);
        Assert.Empty(Process.Info(Process.Self)!.Monitors);
    }

    /// <summary>A start does not hang when the process fails before it tells anything. OTP-9803.</summary>
    [Fact]
    public void Init_dont_hang()
    {
        Process.TrapExit = true;
        Assert.Equal(Atom.Error, ProcLib.StartLink(Fail).Reason!.Kind);
        Assert.Equal(Atom.Error, ProcLib.StartLink(Fail, Within(10_000)).Reason!.Kind);
        Assert.Equal(Atom.Error, ProcLib.Start(Fail).Reason!.Kind);
        Assert.Equal(Atom.Error, ProcLib.Start(Fail, Within(10_000)).Reason!.Kind);
        Assert.Equal(ExitReason.Killed, ProcLib.StartLink(
            static () => Process.Exit(Process.Self, ExitReason.Kill)).Reason!);
        Expect.Nothing();
    }

    /// <summary>
    /// An acknowledgement after the timeout goes nowhere, and the process is gone when the start answers.
    /// </summary>
    [Fact]
    public void Late_ack()
    {
        for (int round = 0; round < 20; round++)
        {
            StartResult result = ProcLib.Start(static () =>
            {
                Expect.Pause(1);
                ProcLib.InitAck();
                Puppet.Wait();
            }, Within(1) with { Name = "late_ack" });
            if (result.IsOk)
            {
                Expect.Killed(result.Pid);
            }
            else
            {
                Assert.Equal<ExitReason>("timeout", result.Reason!);
            }

            Assert.Null(Process.WhereIs("late_ack"));
            Expect.Nothing();
        }
    }

    /// <summary>Ancestors, by name where they have one, the nearest first; a plain process has none.</summary>
    [Fact]
    public void Ancestors()
    {
        Pid tester = Process.Self;
        Assert.Empty(ProcLib.Ancestors);
        ProcLib.SpawnLink(() => ProcLib.SpawnLink(() =>
        {
            Process.Send(tester, ProcLib.Ancestors);
            Process.Send(tester, ProcLib.InitialCall);
            Process.SpawnLink(() => Process.Send(tester, ProcLib.Ancestors.Length));
        }), new SpawnOptions { Name = "middle" });
        Assert.Sequence(
            ["middle", tester], Expect.Message<System.Collections.Immutable.ImmutableArray<ServerRef>>());
        Assert.NotNull(Expect.Message<Type>());
        Expect.Next(0);
    }

    /// <summary>
    /// Of a process with an origin every abnormal end is reported; of another one only an exception is.
    /// </summary>
    [Fact]
    public void Crash()
    {
        Crashes.Watch();
        foreach (ExitReason orderly in (ExitReason[])["normal", "shutdown", ExitReason.Of("shutdown", 1)])
        {
            (Pid quiet, Ref monitor) = ProcLib.SpawnMonitor(() => Process.Exit(orderly));
            Assert.Equal(orderly, Expect.Down(monitor));
            Crashes.NoneOf(quiet);
        }

        (Pid abnormal, _) = ProcLib.SpawnMonitor(static () => Process.Exit("abnormal"));
        CrashReport report = Crashes.Of(abnormal);
        Assert.Equal<ExitReason>("abnormal", report.Reason);
        Assert.Equal<ServerRef>(Atom.Logger, report.Ancestors.Single());
        Assert.Null(report.State);

        (Pid plain, Ref end) = Process.SpawnMonitor(static () => Process.Exit("abnormal"));
        Assert.Equal<ExitReason>("abnormal", Expect.Down(end));
        Crashes.NoneOf(plain);

        Process.Spawn(Fail);
        Assert.Contains("no use", Expect.Message<Cosmos.Runtime.Exits.ReportMessage>(static told =>
            told.Crash is null).Text);
    }

    /// <summary>Stop asks by a system message; what does not answer, or ends otherwise, is told.</summary>
    [Fact]
    public void Stop()
    {
        Process.TrapExit = true;
        Pid special = ProcLib.StartLink(SpecialProcess.Run).Value;
        ProcLib.Stop(special);
        Assert.Equal(ExitReason.Normal, Expect.Exit(special));
        Assert.Equal(ExitReason.NoProcess, Refused(() => ProcLib.Stop(special)));

        Pid deaf = ProcLib.SpawnLink(Puppet.Wait);
        Assert.Equal<ExitReason>("timeout", Refused(() => ProcLib.Stop(deaf, timeout: Expect.Ms(5))));
        Process.Exit(deaf, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Exit(deaf));
        Assert.Equal(ExitReason.NoProcess, Refused(static () => ProcLib.Stop("nobody")));
        Assert.Equal(ExitReason.Of("calling_self"), Refused(static () => ProcLib.Stop(Process.Self)));
        Expect.Nothing();
        Assert.Empty(Process.Info(Process.Self)!.Monitors);
    }

    private static StartOptions Within(int milliseconds) => new() { Timeout = Expect.Ms(milliseconds) };

    private static void Fail() => throw new InvalidOperationException("no use");

    private static ExitReason Refused(Action action) => Assert.Throws<ProcessExitException>(action).Reason;
}
