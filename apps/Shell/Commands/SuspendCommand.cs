using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>Has a behaviour stop for a look. OTP: sys:suspend/1.</summary>
internal sealed class SuspendCommand : ShellCommand
{
    public override string Name => "suspend";

    public override string Usage => "PID|NAME";

    public override string Summary => "a behaviour handles no messages until it is resumed";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 1, 1);
        Pid pid = ProcessOf(arguments[0]);
        Sys.Suspend(pid);
        Console.WriteLine($"{pid} is suspended.");
    }
}

/// <summary>Has it go on. OTP: sys:resume/1.</summary>
internal sealed class ResumeCommand : ShellCommand
{
    public override string Name => "resume";

    public override string Usage => "PID|NAME";

    public override string Summary => "a suspended behaviour goes on";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 1, 1);
        Pid pid = ProcessOf(arguments[0]);
        Sys.Resume(pid);
        Console.WriteLine($"{pid} goes on.");
    }
}
