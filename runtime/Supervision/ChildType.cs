namespace Cosmos.Runtime.Supervision;

/// <summary>What a child is. OTP: worker().</summary>
public enum ChildType
{
    /// <summary>It does the work.</summary>
    Worker,

    /// <summary>It supervises others, and gets all the time it needs to stop them.</summary>
    Supervisor,
}
