namespace Cosmos.Tests.Machines.Cases;

/// <summary>What a line of a case report says.</summary>
public enum CaseReportKind
{
    /// <summary>A case begins.</summary>
    Begin,

    /// <summary>A case held.</summary>
    Pass,

    /// <summary>A case failed.</summary>
    Fail,

    /// <summary>All selected cases are done.</summary>
    End,
}
