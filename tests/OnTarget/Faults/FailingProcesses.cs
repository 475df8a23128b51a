// What a process does wrong ends that process, with a reason that others learn, and nothing else.
// Safety: everything unsafe here is unsound on purpose, and hits a page that is not there, an address or an instruction
// that the processor refuses.
using System.Runtime.CompilerServices;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;
using Cosmos.Runtime;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about processes that fail.</summary>
public sealed unsafe class FailingProcesses
{
    private const int GeneralProtection = 13;
    private const int InvalidOpcode = 6;
    private const int PageFault = 14;

    /// <summary>A division by zero is an exception, and one that nobody catches is the reason.</summary>
    [Fact]
    public void Division_by_zero() =>
        Assert.Equal("System.DivideByZeroException", ErrorOf(static () => Console.WriteLine(1 / Zero())).Type);

    /// <summary>So is a null reference; the process may as well catch it and go on.</summary>
    [Fact]
    public void Null_references()
    {
        Assert.Equal("System.NullReferenceException", ErrorOf(static () => Console.WriteLine(Nothing()!.Length)).Type);
        Assert.Equal(ExitReason.Normal, ReasonOf(static () =>
            Assert.Throws<NullReferenceException>(static () => Console.WriteLine(Nothing()!.Length))));
    }

    /// <summary>A read where no memory is.</summary>
    [Fact]
    public void A_read_from_nowhere()
    {
        const long address = 0x6FFF_0000_1000;
        HardwareFault fault = FaultOf(static () => Console.WriteLine(*(int*)Opaque(address)));
        Assert.Equal(PageFault, fault.Vector);
        Assert.Equal((ulong)address, fault.Address);
        Assert.True(fault.Symbol.Contains(nameof(FailingProcesses), StringComparison.Ordinal), fault.Symbol);
    }

    /// <summary>A write where no memory is.</summary>
    [Fact]
    public void A_write_to_nowhere() =>
        Assert.Equal(PageFault, FaultOf(static () => *(int*)Platform.ReserveMemory((nuint)PageSize.Bytes) = 1).Vector);

    /// <summary>A write to the image's code.</summary>
    [Fact]
    public void A_write_to_code() =>
        Assert.Equal(PageFault, FaultOf(static () => *(byte*)(delegate*<int>)&Zero = 0xC3).Vector);

    /// <summary>An address that the processor cannot form; Intel SDM Vol. 1 §3.3.7.1.</summary>
    [Fact]
    public void A_non_canonical_address() => Assert.Equal(
        GeneralProtection, FaultOf(static () => Console.WriteLine(*(int*)Opaque(0x7000_0000_0000_0000))).Vector);

    /// <summary>A jump into data, and one to nowhere: what is there is not executed.</summary>
    [Fact]
    public void Wild_jumps()
    {
        Assert.Equal(PageFault, FaultOf(static () => ((delegate*<void>)Opaque(0x6FFF_0000_1000))()).Vector);
        Assert.Equal(PageFault, FaultOf(static () => ((delegate*<void>)Opaque(8))()).Vector);
    }

    /// <summary>An instruction that the processor does not know; Intel SDM Vol. 2D, UD2.</summary>
    [Fact]
    public void An_invalid_instruction() =>
        Assert.Equal(InvalidOpcode, FaultOf(static () => ((delegate*<void>)InvalidInstruction())()).Vector);

    /// <summary>Endless recursion, in small steps and in large ones.</summary>
    [Fact]
    public void Stack_overflows()
    {
        Assert.Equal("stack_overflow", ReasonOf(static () => Console.WriteLine(Recurse(1))).Kind.ToString());
        Assert.Equal("stack_overflow", ReasonOf(static () => Console.WriteLine(RecurseWidely(1))).Kind.ToString());
    }

    /// <summary>Fail fast ends who calls it. CoreLib allows it once in a program; here it works every time.</summary>
    [Fact]
    public void Fail_fast_ends_only_the_process()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.NotEqual(ExitReason.Normal, ReasonOf(static () => Environment.FailFast("on purpose")));
        }
    }

    /// <summary>Environment.Exit ends who calls it.</summary>
    [Fact]
    public void Exit_ends_only_the_process()
    {
        bool wasBehind = false;
        ReasonOf(() =>
        {
            Environment.Exit(5);
            wasBehind = true;
        });
        Assert.False(wasBehind);
    }

    /// <summary>Many failures leave nothing behind that the next one would stumble over.</summary>
    [Fact]
    public void A_hundred_failures()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(PageFault, FaultOf(static () => *(int*)Opaque(0x6FFF_0000_1000) = 1).Vector);
            Assert.Equal("stack_overflow", ReasonOf(static () => Console.WriteLine(Recurse(1))).Kind.ToString());
        }
    }

    private static ExitReason ReasonOf(Action body)
    {
        (Pid _, Ref monitor) = Process.SpawnMonitor(body);
        return Expect.Down(monitor);
    }

    private static ErrorDetail ErrorOf(Action body) => (ErrorDetail)ReasonOf(body).Detail!;

    private static HardwareFault FaultOf(Action body) => (HardwareFault)ReasonOf(body).Detail!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Zero() => 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Nothing() => null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Opaque(long address) => (nint)address;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) => Recurse(depth + 1) + depth;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RecurseWidely(int depth)
    {
        Span<byte> frame = stackalloc byte[64 * 1024];
        frame[depth & 0xFF] = 1;
        return RecurseWidely(depth + 1) + frame[0];
    }

    // UD2 is two bytes; some constant in the image's code holds them, if no instruction is the real one.
    // Not just any: a function pointer whose bit 1 is set is one to a pair of code and dictionary.
    private static nint InvalidInstruction()
    {
        byte* code = (byte*)(delegate*<int>)&Zero;
        while (code[0] != 0x0F || code[1] != 0x0B || ((nint)code & 2) != 0)
        {
            code++;
        }

        return (nint)code;
    }
}
