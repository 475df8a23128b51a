// Ways for a core to end its machine while others run. On a machine with one core it is that one.
using System.Runtime.CompilerServices;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.AllCores;

/// <summary>Claims about machines that end: one core writes the epitaph, whichever it is.</summary>
public sealed unsafe class Ends
{
    /// <summary>A fault on another core than the first ends the machine with an epitaph.</summary>
    [Crash("#PF page fault")]
    public void A_fault_on_another_core_ends_the_machine()
    {
        if (OtherCore.Exists)
        {
            OtherCore.Run(OtherCore.Any, &Fault);
        }

        Fault(0);
    }

    /// <summary>Of two cores that fault at the same time one writes its epitaph, and the other one nothing.</summary>
    [Crash("#PF page fault")]
    public void Two_cores_that_fault_at_once_write_one_epitaph()
    {
        if (OtherCore.Exists)
        {
            OtherCore.Begin(OtherCore.Any, &Fault);
        }

        Fault(0);
    }

    /// <summary>A core that masks everything and spins is stopped all the same.</summary>
    [Crash("#PF page fault")]
    public void A_deaf_core_does_not_keep_a_machine_from_ending()
    {
        if (OtherCore.Exists)
        {
            OtherCore.Begin(OtherCore.Any, &SpinForEver);
            OtherCore.Spin(50_000_000);
        }

        Fault(0);
    }

    private static void Fault(nint argument) => Volatile.Read(ref *(int*)Nowhere());

    private static void SpinForEver(nint argument)
    {
        while (true)
        {
            Platform.Pause();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Nowhere() => unchecked((nint)0x6FFF_0000_1000);
}
