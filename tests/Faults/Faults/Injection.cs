namespace Cosmos.Tests.Faults.Faults;

/// <summary>A fault that was done.</summary>
/// <param name="Over">When its cause was over; a timestamp.</param>
/// <param name="Call">Call-ID, on either side, of the call that may suffer from it; null: none may.</param>
/// <param name="InsideMs">What the exchange itself says it took, until the process was there again; null: nothing.
/// </param>
/// <param name="CostsCall">Whether it ends that call for certain.</param>
/// <param name="Complaint">Why it could not be done, or was not told of as it should; null: all is well.</param>
internal sealed record Injection(long Over, string? Call, double? InsideMs, bool CostsCall, string? Complaint)
{
    /// <summary>Whether the registrar must show that it works.</summary>
    public bool IsOfRegistrar { get; init; }

    /// <summary>What was done, for people.</summary>
    public string Remark { get; init; } = "";

    /// <summary>A fault that could not be done.</summary>
    public static Injection Failed(long at, string why) => new(at, null, null, false, why);
}
