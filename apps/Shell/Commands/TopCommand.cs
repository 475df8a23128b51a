using System.Collections.Immutable;
using Cosmos.Runtime;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>The processes that have most of something. OTP: i().</summary>
internal sealed class TopCommand : ShellCommand
{
    private const int DefaultRows = 20;
    private const int MostRows = 10_000;

    public override string Name => "top";

    public override string Usage => "[memory|mailbox|reductions] [ROWS]";

    public override string Summary => "processes, those with most of it first";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 2);
        string order = arguments.IsEmpty ? "memory" : arguments[0];
        Func<ProcessInfo, ulong> key = order switch
        {
            "memory" => static info => (ulong)(info.HeapBytes + info.StackBytes + info.ControlBytes),
            "mailbox" => static info => (ulong)info.MailboxLength,
            "reductions" => static info => info.Reductions,
            _ => Unknown(order),
        };
        int rows = Number(arguments, 1, DefaultRows, MostRows);
        Pid[] all = Process.All();
        List<ProcessInfo> infos = [];
        foreach (Pid pid in all)
        {
            if (pid != Process.Self && Process.Info(pid) is { } info)
            {
                infos.Add(info);
            }
        }

        Console.WriteLine(
            $"{"PID",-14} {"NAME",-16} {"STATUS",-9} {"MEMORY",10} {"MAILBOX",8} {"REDUCTIONS",12}  WHERE");
        foreach (ProcessInfo info in infos.OrderByDescending(key).Take(rows))
        {
            long memory = info.HeapBytes + info.StackBytes + info.ControlBytes;
            string name = info.Name.IsNone ? "" : info.Name.ToString();
            Console.WriteLine(
                $"{info.Pid,-14} {name,-16} {info.Status,-9} {memory,10} {info.MailboxLength,8} {info.Reductions,12}"
                + $"  {info.CurrentFunction}");
        }

        Console.WriteLine($"{infos.Count} processes.");
    }

    private Func<ProcessInfo, ulong> Unknown(string order)
    {
        Refuse($"Processes cannot be sorted by {order}. Usage: {Name} {Usage}");
        return null;
    }
}
