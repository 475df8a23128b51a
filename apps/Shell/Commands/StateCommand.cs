using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>The state of a behaviour. OTP: sys:get_status/1.</summary>
internal sealed class StateCommand : ShellCommand
{
    public override string Name => "state";

    public override string Usage => "PID|NAME";

    public override string Summary => "what a behaviour is and what state it is in";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 1, 1);
        SystemStatus status = Sys.GetStatus(ProcessOf(arguments[0]));
        Row("pid", status.Pid);
        Row("name", status.Name.IsNone ? "-" : status.Name);
        Row("class", status.Class);
        Row("parent", status.Parent);
        Row("suspended", status.IsSuspended ? "yes" : "no");
        Row("state", status.State ?? "-");
    }
}
