// The report of a heap that outgrew its limit (MaxHeapSize.Report). It is written each time a collection finds the
// limit passed, as OTP does, before the process is ended, gets its exception or goes on. It happens in the middle of an
// allocation: nothing can be allocated, and the console may be locked by the very process. So the line is put together
// on the stack and goes to the kernel's printer at once.
using Cosmos.Core;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Exits;

/// <summary>Reports of limits that were passed.</summary>
internal static class HeapReports
{
    // The name in full, and numbers.
    private const int MostBytes = AtomName.MaximumBytes + 256;

    /// <summary>Reports that the running process's heap is too large. Preemption on; allocates nothing.</summary>
    public static void Write(ref ProcessRecord self, Pid pid, long bytes, long maximum)
    {
        Span<byte> line = stackalloc byte[MostBytes];
        int length = 0;
        Add(line, ref length, "=ERROR REPORT==== <0."u8);
        Add(line, ref length, pid.Id);
        Add(line, ref length, "."u8);
        Add(line, ref length, pid.Serial);
        Add(line, ref length, ">"u8);
        if (!self.Name.IsNone)
        {
            Add(line, ref length, " "u8);
            length += AtomTable.CopyName(self.Name.Number, line[length..]);
        }

        Add(line, ref length, " reached its maximum heap size: "u8);
        Add(line, ref length, (ulong)bytes);
        Add(line, ref length, " bytes of "u8);
        Add(line, ref length, (ulong)maximum);
        Add(line, ref length, ", "u8);
        Add(line, ref length, (ulong)self.MessageCount);
        Add(line, ref length, " messages wait; "u8);
        Add(line, ref length, self.MaximumHeapAction switch
        {
            HeapLimitAction.Kill => "it is ended\n"u8,
            HeapLimitAction.Throw => "it gets an exception\n"u8,
            _ => "it goes on\n"u8,
        });
        Interlocked.Increment(ref NodeState.Current.HeapReports);
        KernelConsole.Write(line[..length]);
    }

    private static void Add(Span<byte> line, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(line[length..]);
        length += text.Length;
    }

    private static void Add(Span<byte> line, ref int length, ulong number)
    {
        int digits = 1;
        for (ulong rest = number / 10; rest != 0; rest /= 10)
        {
            digits++;
        }

        length += digits;
        for (int place = 1; place <= digits; place++)
        {
            line[length - place] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
