// A network of the test's own (network_namespaces(7)): a thread leaves the machine's network, and so do the programs
// that it starts. When the last of them has ended Linux takes the namespace down, with all devices in it. Needs root.
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>Runs a test's code in a network namespace.</summary>
internal static class NetworkNamespace
{
    private const int NewNetwork = 0x4000_0000; // CLONE_NEWNET

    /// <summary>Runs code in a fresh namespace; what it throws is thrown here.</summary>
    public static void Run(Action test)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Unshare(NewNetwork) != 0)
                    throw new InvalidOperationException($"unshare: error {Marshal.GetLastPInvokeError()}; root?");

                test();
            }
            catch (Exception exception)
            {
                thrown = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }

    /// <summary>Runs ip(8).</summary>
    public static void Ip(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {arguments}: {error}");
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);
}
