// The endless loops of tests/OnTarget's Puppet for the simulated machine. They pass virtual time: a core can only be
// taken away at calls of the runtime.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

internal static partial class Puppet
{
    /// <summary>Works for ever and never gives way. OTP's suites call it tok_loop.</summary>
    public static void Spin()
    {
        while (true)
        {
            _ = Environment.TickCount64;
        }
    }

    /// <summary>Works for ever and allocates, so that it comes to where it can collect its heap.</summary>
    public static void Work()
    {
        while (true)
        {
            _ = Environment.TickCount64;
            Process.Put("kept", new object());
        }
    }
}
