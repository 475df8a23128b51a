// load: how much there is to do, against what the exchange is rated for. The rate is measured while the command runs:
// for one second, because what was before nobody has counted by seconds.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Apps.Switch;
using Cosmos.Runtime;

namespace Exchange.Commands;

/// <summary>The load.</summary>
internal sealed class LoadCommand : ShellCommand
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    public override string Name => "load";

    public override string Summary => "calls, calls per second and datagrams, against what it is rated for";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        long begun = SwitchStatus.CallsBegun;
        TransportCounters before = SwitchStatus.Counters();
        Process.TryReceive(s_second, out _, static _ => false);
        TransportCounters now = SwitchStatus.Counters();
        SwitchLimits limits = SwitchStatus.Limits;
        Row("calls", $"{SwitchStatus.CallCount} of {limits.Calls}");
        Row("calls/s", $"{SwitchStatus.CallsBegun - begun} of {limits.CallsPerSecond}");
        Row("transactions", SwitchStatus.TransactionCount);
        Row("datagrams/s", now.Received - before.Received);
        Row("refused/s", now.Overload - before.Overload);
        Row("datagrams", $"{now.Received}: {now.Matched} matched, {now.Begun} begun, {now.Overload} refused, "
            + $"{now.Malformed} malformed, {now.Dropped} dropped, {now.KeepAlives} keep-alives");
        Row("emergencies", now.Emergencies);
        Row("records", SwitchStatus.RecordCount);
        Row("restarts", SwitchStatus.Restarts());
    }
}
