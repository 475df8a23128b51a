namespace Cosmos.Tests.Faults.Faults;

/// <summary>What came of a fault, the better first.</summary>
internal enum Outcome
{
    /// <summary>Nobody outside of the machine noticed anything.</summary>
    Masked,

    /// <summary>Something was lost - requests for a while, or the call that was hit - and all is whole again.</summary>
    Recovered,

    /// <summary>The same, but it took longer than callers wait, or callers were refused meanwhile.</summary>
    Degraded,

    /// <summary>The machine began anew, or went off.</summary>
    Reboot,

    /// <summary>The exchange does not answer any more.</summary>
    Hang,

    /// <summary>
    /// A wrong answer, a call that was not involved and did not end normally, a record that is missing, something that
    /// did not come back, or a fault that nobody was told of.
    /// </summary>
    Wrong,
}
