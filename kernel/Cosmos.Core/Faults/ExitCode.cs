namespace Cosmos.Core.Faults;

/// <summary>
/// What the machine reports when it ends: the exit status of the Linux process, or QEMU's isa-debug-exit value
/// (QEMU's own status is then twice the code plus one).
/// </summary>
public static class ExitCode
{
    /// <summary>The image's work is done.</summary>
    public const int Success = 0;

    /// <summary>The image ran and says that it failed, for example a test run with failures.</summary>
    public const int Failure = 1;

    /// <summary>The kernel could not start or go on, and said why in one line.</summary>
    public const int Fatal = 2;

    /// <summary>An unhandled exception or a fault; the epitaph on the console tells.</summary>
    public const int Epitaph = 3;
}
