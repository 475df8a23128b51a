// The composition root of the test image: it runs what the boot option `run=` selects out of two tables, the cases of
// plain .NET and the cases of the kernel, each where it belongs, reports over the console and powers off. What
// the cases are stands in the tables, which the compiler writes; what becomes of a report stands on the host. Some
// selections are no cases but runs of their own: the soak, the price of idle processes and of collections, the
// punctuality of an important one, the loss of a core, the ends of a console, and three for devices that only some
// machines have.
using Cosmos.Core.Boot;
using Cosmos.Core.Platforms;
using Cosmos.Tests.OnTarget.Applications;
using Cosmos.Tests.OnTarget.Drivers;
using Cosmos.Tests.OnTarget.Heaps;
using Cosmos.Tests.OnTarget.Net;
using Cosmos.Tests.OnTarget.Processes;
using Cosmos.Tests.OnTarget.Shell;
using Codes = Cosmos.Core.Faults.ExitCode;

namespace Cosmos.Tests.OnTarget;

/// <summary>The test image.</summary>
public sealed class Kernel : Cosmos.Core.Kernel
{
    // Not a case, because it would take every case after it along: the boot tests see the machine begin twice.
    private const string RebootSelection = "reboot";

    private CaseTotals _totals;

    /// <summary>Whether all selected cases passed; a machine that dies ends with a code of its own.</summary>
    protected override int ExitCode => _totals.Failed == 0 ? Codes.Success : Codes.Failure;

    /// <inheritdoc/>
    protected override void Run()
    {
        string? selection = BootOptions.Find("run");
        if (selection == RebootSelection)
        {
            Console.WriteLine("@reboot");
            Platform.Reboot();
        }

        if (selection == DoomedImage.Selection)
        {
            new DoomedImage().Start(); // this process is its first one from here on
        }

        if (selection == ShellImage.Selection)
        {
            new ShellImage().Start();
        }

        if (selection == NetImage.Selection)
        {
            new NetImage().Start();
        }

        if (LongRun(selection) is { } run)
        {
            string? failure = CaseRunner.Outcome(new TestCase(selection!, run));
            Console.WriteLine(failure is null ? "passed" : $"failed: {failure}");
            _totals = new CaseTotals(failure is null ? 1 : 0, failure is null ? 0 : 1);
            return;
        }

        TestCase[] table = [.. Cases.CaseTable.Cases(), .. CaseTable.Cases().Select(KernelContext.ForCrash)];
        _totals = new CaseRunner(Console.WriteLine, CasePlace.Run).Run(table, selection);
    }

    private static Action? LongRun(string? selection) =>
        selection is null ? null
        : selection.StartsWith(Soak.Selection, StringComparison.Ordinal) ? () => Soak.Run(selection)
        : selection.StartsWith(CollectionCost.Selection, StringComparison.Ordinal) ? () => CollectionCost.Run(selection)
        : selection.StartsWith(IdleCost.Selection, StringComparison.Ordinal) ? () => IdleCost.Run(selection)
        : selection.StartsWith(Punctuality.Selection, StringComparison.Ordinal) ? () => Punctuality.Run(selection)
        : selection.StartsWith(NetworkRun.Selection, StringComparison.Ordinal) ? () => NetworkRun.Run(selection)
        : selection == WatchdogRun.Selection ? WatchdogRun.Run
        : selection.StartsWith(ConsoleRun.Selection, StringComparison.Ordinal) ? () => ConsoleRun.Run(selection)
        : selection == EduRun.Selection ? EduRun.Run
        : selection.StartsWith(LostCore.Selection, StringComparison.Ordinal) ? () => LostCore.Run(selection)
        : null;
}
