// Safety: everything here is unsound on purpose; each access hits a page that is not there, or not for this use, and
// ends the machine before it does anything. What no .NET program does and a broken kernel may: the machine must stop
// with an epitaph that says what the processor objected to, and not go on with damaged memory. On Linux the same
// faults come as signals, and the words are the same.
using System.Runtime.CompilerServices;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about faults that are no .NET exceptions.</summary>
public sealed unsafe class WildCode
{
    private const nuint PageBytes = 4096;

    /// <summary>A call through a null function pointer runs into the unmapped null page.</summary>
    [Crash("reason: hardware fault")]
    public void A_call_through_a_null_pointer_ends_the_machine() => ((delegate*<void>)Opaque(0))();

    /// <summary>An address that no page stands behind is a page fault.</summary>
    [Crash("#PF page fault")]
    public void A_read_from_nowhere_ends_the_machine() => Console.WriteLine(*(int*)Opaque(0x6FFF_0000_1000));

    /// <summary>An address that the processor cannot even form (Intel SDM Vol. 1 §3.3.7.1) is a fault too.</summary>
    [Crash("reason: hardware fault")]
    public void A_read_from_a_non_canonical_address_ends_the_machine() =>
        Console.WriteLine(*(int*)Opaque(0x7000_0000_0000_0000));

    /// <summary>Code pages cannot be written: W^X, first half.</summary>
    [Crash("#PF page fault")]
    public void A_write_to_code_ends_the_machine() => *(byte*)(delegate*<void>)&DoNothing = 0xC3;

    /// <summary>Data pages cannot be executed: W^X, second half.</summary>
    [Crash("#PF page fault")]
    public void A_jump_into_data_ends_the_machine()
    {
        const byte ReturnInstruction = 0xC3;
        byte* code = stackalloc byte[1];
        *code = ReturnInstruction;
        ((delegate*<void>)code)();
    }

    /// <summary>Reserved address space without memory behind it cannot be touched.</summary>
    [Crash("#PF page fault")]
    public void A_write_to_reserved_memory_ends_the_machine() => *(byte*)Platform.ReserveMemory(PageBytes) = 1;

    /// <summary>Memory that was given back cannot be touched any more.</summary>
    [Crash("#PF page fault")]
    public void A_write_to_decommitted_memory_ends_the_machine()
    {
        byte* page = (byte*)Platform.ReserveMemory(PageBytes);
        Assert.True(Platform.CommitMemory(page, PageBytes, MemoryAccess.ReadWrite));
        *page = 1;
        Platform.DecommitMemory(page, PageBytes);
        *page = 2;
    }

    /// <summary>Read-only memory cannot be written, not even by the kernel (CR0.WP, Intel SDM Vol. 3A §2.5).</summary>
    [Crash("#PF page fault")]
    public void A_write_to_protected_memory_ends_the_machine()
    {
        byte* page = (byte*)Platform.ReserveMemory(PageBytes);
        Assert.True(Platform.CommitMemory(page, PageBytes, MemoryAccess.ReadWrite));
        Assert.True(Platform.ProtectMemory(page, PageBytes, MemoryAccess.Read));
        *page = 1;
    }

    /// <summary>The epitaph of a fault names the method it happened in.</summary>
    [Crash("WildCode.ReadFromNowhereInAMethodToBeNamed")]
    public void The_epitaph_of_a_fault_names_the_method() => ReadFromNowhereInAMethodToBeNamed();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadFromNowhereInAMethodToBeNamed() => Console.WriteLine(*(int*)Opaque(0x6FFF_0000_1000));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Opaque(long address) => (nint)address;

    private static void DoNothing()
    {
    }
}
