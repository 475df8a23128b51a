// The same kernel as a Linux process. The boot options are its arguments; its exit status is the exit code that the
// kernel asked for, unless a signal ended it (the host's runtime reports that as 128 + signal).
namespace Cosmos.Tests.Machines;

/// <summary>The Linux build of an image, running.</summary>
/// <param name="file">The executable, for example out/tests-linux.</param>
/// <param name="bootOptions">The boot options, one argument each.</param>
/// <param name="logFile">Where the console is kept; null: nowhere.</param>
public sealed class LinuxMachine(string file, IEnumerable<string> bootOptions, string? logFile)
    : Machine(file, bootOptions, logFile)
{
    private const int FirstSignalStatus = 128;

    /// <inheritdoc/>
    protected override int? GuestCode(int status) => status < FirstSignalStatus ? status : null;
}
