// The proof that a case says what .NET promises: it holds on the stock runtime. A case that fails here is wrong,
// whatever the machines say. Each runs on a thread of its own with a bounded wait, so that a hang is a failed row and
// not a stuck run.
using Cosmos.Testing;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Cases;

/// <summary>Every case of plain .NET, on the runtime that runs these tests.</summary>
public sealed class StockRuntimeCases
{
    private static readonly Dictionary<string, TestCase> s_cases =
        Tests.Cases.CaseTable.Cases().ToDictionary(static item => item.Name);

    /// <summary>The rows: one for each case that can run inside a process that must live on.</summary>
    public static TheoryData<CaseName> Rows => CaseCatalog.OfPlainDotNet;

    /// <summary>The case holds on the stock runtime.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Holds(CaseName name)
    {
        string failure = "it has not ended";
        var lines = new List<string>();
        var thread = new Thread(() =>
        {
            CaseTotals totals = new CaseRunner(lines.Add).Run([s_cases[name.Value]], name.Value);
            failure = totals is { Passed: 1, Failed: 0 } ? string.Empty : CaseProtocol.Unescape(lines[1]);
        })
        {
            IsBackground = true,
        };
        thread.Start();
        bool ended = thread.Join(Patience.Native);
        Assert.True(ended, $"{name} has not ended after {Patience.Native.TotalSeconds:0} s");
        Assert.True(failure.Length == 0, failure);
    }
}
