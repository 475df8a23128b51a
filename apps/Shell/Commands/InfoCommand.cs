using System.Collections.Immutable;
using Cosmos.Runtime;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>All about one process. OTP: process_info/1.</summary>
internal sealed class InfoCommand : ShellCommand
{
    private const int MostListed = 20;

    public override string Name => "info";

    public override string Usage => "PID|NAME";

    public override string Summary => "all about one process";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 1, 1);
        ProcessInfo info = InfoOf(ProcessOf(arguments[0]));
        Row("pid", info.Pid);
        Row("name", info.Name.IsNone ? "-" : info.Name);
        Row("status", info.Status);
        Row("priority", info.Priority);
        Row("traps exits", info.TrapExit ? "yes" : "no");
        Row("heap", $"{info.HeapBytes} bytes, {info.UsedBytes} used, {info.Collections} collections");
        Row("max heap", info.MaxHeap is { } limit ? $"{limit.Bytes} bytes" : "-");
        Row("stack", $"{info.StackBytes} bytes");
        Row("mailbox", $"{info.MailboxLength} messages");
        Row("reductions", info.Reductions);
        Row("function", info.CurrentFunction ?? "- (waits without a stack)");
        Row("links", Listed(info.Links));
        Row("monitors", Listed(info.Monitors));
        Row("monitored by", Listed(info.MonitoredBy));
    }

    private static string Listed<T>(T[] items) =>
        items.Length == 0 ? "-"
        : string.Join(", ", items.Take(MostListed)) + (items.Length > MostListed ? $", … ({items.Length})" : "");
}
