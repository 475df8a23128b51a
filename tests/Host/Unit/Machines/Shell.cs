// A machine made of a few lines of shell: whatever a real one can do on its console, this can do on purpose.
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Fake machines for the tests of the harness.</summary>
internal static class Shell
{
    /// <summary>Short enough for a test that waits for it, long enough for a busy host to print a line.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(3);

    /// <summary>A machine that runs <paramref name="script"/>; <c>$1</c> is its boot option.</summary>
    public static LinuxMachine Machine(string script, string option = "", string? logFile = null) =>
        new("/bin/sh", ["-c", script, "sh", option], logFile);
}
