// A puppet's endless loops. The simulated machine has others, because it can only take a core away where code calls the
// runtime.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.OnTarget.Processes;

internal static partial class Puppet
{
    /// <summary>Works for ever and never gives way. OTP's suites call it tok_loop.</summary>
    public static void Spin()
    {
        while (true)
        {
        }
    }

    /// <summary>Works for ever and allocates, so that it comes to where it can collect its heap.</summary>
    public static void Work()
    {
        while (true)
        {
            Keep(new object());
        }
    }

    // Not inlined: an object that goes nowhere would be made on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(object item) => GC.KeepAlive(item);
}
