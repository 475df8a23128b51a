// Answers about code addresses: which method an address belongs to, what an unboxing stub leads to, and the current
// stack as return addresses. CoreLib makes names of them with the metadata that ILC's --stacktracedata embeds.
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.NativeAot;

/// <summary>Code look-ups.</summary>
internal static unsafe class CodeAddresses
{
    private const byte AddRdiImmediate8First = 0x48;
    private const byte JumpRelative32 = 0xE9;
    private const int UnboxingStubJump = 4;
    private const int JumpSize = 5;

    [RuntimeExport("RhFindMethodStartAddress")]
    private static nint FindMethodStart(nint address)
        => EhFrame.TryFind(address, out FrameDescription code) ? code.MethodStart : 0;

    /// <summary>
    /// Follows an unboxing stub (add rdi, 8; jmp method) to its method; other addresses are their own answer.
    /// </summary>
    [RuntimeExport("RhGetCodeTarget")]
    private static nint GetCodeTarget(nint address)
    {
        if (address < UnboxingStart() || address >= UnboxingEnd())
        {
            return address;
        }

        var code = (byte*)address;
        if (code[0] != AddRdiImmediate8First || code[UnboxingStubJump] != JumpRelative32)
        {
            return address;
        }

        return address + UnboxingStubJump + JumpSize + *(int*)(code + UnboxingStubJump + 1);
    }

    /// <summary>0: the stub at the address does not also supply a generic context.</summary>
    [RuntimeExport("RhGetTargetOfUnboxingAndInstantiatingStub")]
    private static nint GetInstantiatingTarget(nint address)
    {
        nint target = GetCodeTarget(address);
        return target == address ? 0 : target;
    }

    /// <summary>
    /// Fills <paramref name="output"/> with the return addresses of the caller and its callers. Returns their number,
    /// or minus the number needed when the buffer is too small.
    /// </summary>
    [RuntimeExport("RhpGetCurrentThreadStackTrace")]
    private static int GetCurrentStackTrace(nint* output, uint capacity, nint addressInCurrentFrame)
    {
        ThrowContext here;
        CaptureSite(&here);
        StackFrames frames;
        uint count = 0;
        bool valid = StackWalk.Begin(&frames, &here, instructionFault: false);
        while (valid)
        {
            // Frames below the caller of CoreLib's entry point are ours and CoreLib's own.
            if (frames.Registers.Rsp > addressInCurrentFrame)
            {
                if (count < capacity)
                {
                    output[count] = frames.OriginalControlPc;
                }

                count++;
            }

            valid = StackWalk.Next(&frames, out _, out _);
        }

        return count <= capacity ? (int)count : -(int)count;
    }

    [DllImport("*", EntryPoint = "cosmos_capture_site"), SuppressGCTransition]
    private static extern void CaptureSite(ThrowContext* site);

    [DllImport("*", EntryPoint = "cosmos_unboxing_start"), SuppressGCTransition]
    private static extern nint UnboxingStart();

    [DllImport("*", EntryPoint = "cosmos_unboxing_end"), SuppressGCTransition]
    private static extern nint UnboxingEnd();
}
