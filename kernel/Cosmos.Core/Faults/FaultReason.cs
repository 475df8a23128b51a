namespace Cosmos.Core.Faults;

/// <summary>Why the machine is writing its epitaph.</summary>
internal enum FaultReason
{
    /// <summary>No handler took an exception.</summary>
    UnhandledException,

    /// <summary>Environment.FailFast, or CoreLib's own.</summary>
    FailFast,

    /// <summary>The processor raised an exception that is no .NET exception.</summary>
    Hardware,

    /// <summary>A context ran into the guard page of its stack.</summary>
    StackOverflow,

    /// <summary>What would end a process happened outside of any, or inside a critical section.</summary>
    KernelFailure,

    /// <summary>The process that all others hang on has ended.</summary>
    SystemEnded,

    /// <summary>A second fault, while the first one was being handled.</summary>
    FaultWhileDying,
}
