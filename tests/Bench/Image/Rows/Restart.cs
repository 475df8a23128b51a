// A child is killed; its supervisor starts a successor, which tells the killer that it runs. Each value is the time
// from the kill to that message. The supervisor reports the end, as it does by default: on both sides that is a part of
// it.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>From a kill to the successor. Twin: row_restart.erl.</summary>
internal static class Restart
{
    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        Pid supervisor = Supervisor.StartLink(new SupervisorSpec(
            Strategy.OneForOne,
            1_000_000,
            TimeSpan.FromSeconds(1),
            Child.Server("child", () => new Restarted(self)))).Value;
        double[] values = new double[size];
        Pid child = Process.Receive<Pid>();
        for (int i = 0; i < size; i++)
        {
            long start = Clock.Now;
            Process.Exit(child, ExitReason.Kill);
            child = Process.Receive<Pid>();
            values[i] = Clock.Now - start;
        }

        Members.Drop(supervisor);
        return values;
    }

    private sealed class Restarted(Pid owner) : GenServer
    {
        protected override InitResult Init()
        {
            Process.Send(owner, Process.Self);
            return InitResult.Ok;
        }
    }
}
