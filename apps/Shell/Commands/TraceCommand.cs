using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>
/// Shows the next events of a behaviour: what it gets, answers and changes to. Stops by itself after so many, so that
/// nobody forgets it on a machine at work. OTP: sys:install/2.
/// </summary>
internal sealed class TraceCommand : ShellCommand
{
    private const int DefaultEvents = 10;
    private const int MostEvents = 1000;

    public override string Name => "trace";

    public override string Usage => "PID|NAME [EVENTS]";

    public override string Summary => "shows a behaviour's next events, 10 by default";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 1, 2);
        Pid pid = ProcessOf(arguments[0]);
        int events = Number(arguments, 1, DefaultEvents, MostEvents);
        Pid self = Process.Self;
        Ref monitor = Process.Monitor(pid);
        object id = Process.MakeRef();
        Sys.Install(
            pid,
            id,
            (left, systemEvent) =>
            {
                Process.Send(self, new Traced(systemEvent.ToString()));
                return (int)left! > 1 ? (int)left - 1 : Sys.Done;
            },
            events);
        Console.WriteLine($"The next {events} events of {pid}; Ctrl-C stops it.");
        for (int seen = 0; seen < events; seen++)
        {
            object? next = Process.Receive(
                message => message is Traced || (message is DownMessage down && down.Monitor == monitor));
            if (next is not Traced traced)
            {
                Refuse($"{pid} has ended.");
                return;
            }

            Console.WriteLine($"  {traced.Text}");
        }
    }

    private sealed record Traced(string Text);
}
