namespace Cosmos.Tests.Faults.Faults;

/// <summary>A fault and what came of it.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="RecoveryMs">From its end until all was whole again, in milliseconds; null: nothing was broken.</param>
/// <param name="Remark">What was seen; of bad outcomes, why.</param>
internal sealed record FaultResult(Fault Fault, Outcome Outcome, double? RecoveryMs, string Remark)
{
    /// <summary>When it was done, and when all was said about it.</summary>
    public (DateTime Begun, DateTime Over) Time { get; init; }

    /// <summary>Whether the exchange did what it promises.</summary>
    public bool IsGood => Outcome is Outcome.Masked or Outcome.Recovered or Outcome.Degraded;

    /// <summary>The same, found wrong later.</summary>
    public FaultResult FoundWrong(string why) => this with { Outcome = Outcome.Wrong, Remark = why };
}
