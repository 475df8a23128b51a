// #DE is raised both for a zero divisor and for a quotient that does not fit (int.MinValue / -1). .NET promises
// DivideByZeroException for the one and OverflowException for the other, so the divisor has to be looked at: the
// instruction is decoded just far enough to find it (Intel SDM Vol. 2A, chapter 2 and DIV/IDIV).
namespace Cosmos.Core.Faults;

/// <summary>Decodes the operand of a faulting DIV or IDIV.</summary>
internal static unsafe class DivideInstruction
{
    private const byte OperandSizePrefix = 0x66;
    private const byte ByteForm = 0xF6;

    /// <summary>True when the divisor of the instruction at RIP is zero.</summary>
    public static bool DivisorIsZero(CpuState* state)
    {
        byte* p = (byte*)state->Rip;
        bool is16Bit = false;
        while (*p == OperandSizePrefix)
        {
            is16Bit = true;
            p++;
        }

        byte rex = 0;
        if ((*p & 0xF0) == 0x40)
        {
            rex = *p++;
        }

        bool isByte = *p++ == ByteForm;
        ulong divisor = ReadOperand(state, p, rex, isByte);
        ulong mask = isByte ? 0xFFUL : (rex & 8) != 0 ? ulong.MaxValue : is16Bit ? 0xFFFFUL : 0xFFFF_FFFFUL;
        return (divisor & mask) == 0;
    }

    private static ulong ReadOperand(CpuState* state, byte* modRm, byte rex, bool isByte)
    {
        int mode = *modRm >> 6;
        int register = (*modRm & 7) | ((rex & 1) << 3);
        if (mode == 3)
        {
            // Without REX, byte registers 4 to 7 are AH, CH, DH and BH.
            return isByte && rex == 0 && register >= 4
                ? Register(state, register - 4) >> 8
                : Register(state, register);
        }

        // The access itself succeeded, or this would be a page fault; only as much as the form is wide may be read.
        byte* address = (byte*)EffectiveAddress(state, modRm, rex, mode);
        return isByte ? *address : (rex & 8) != 0 ? *(ulong*)address : *(uint*)address;
    }

    private static ulong EffectiveAddress(CpuState* state, byte* modRm, byte rex, int mode)
    {
        byte* next = modRm + 1;
        int low = *modRm & 7;
        ulong address;
        if (low == 4)
        {
            byte sib = *next++;
            int index = ((sib >> 3) & 7) | ((rex & 2) << 2);
            int baseRegister = (sib & 7) | ((rex & 1) << 3);
            address = index == 4 ? 0 : Register(state, index) << (sib >> 6);
            if ((sib & 7) == 5 && mode == 0)
            {
                return address + (ulong)(long)*(int*)next;
            }

            address += Register(state, baseRegister);
        }
        else if (low == 5 && mode == 0)
        {
            // RIP-relative: from the end of the instruction, which ends with the displacement.
            return (ulong)(next + 4) + (ulong)(long)*(int*)next;
        }
        else
        {
            address = Register(state, low | ((rex & 1) << 3));
        }

        return mode switch
        {
            1 => address + (ulong)(long)(sbyte)*next,
            2 => address + (ulong)(long)*(int*)next,
            _ => address,
        };
    }

    private static ulong Register(CpuState* state, int number) => number switch
    {
        0 => state->Rax,
        1 => state->Rcx,
        2 => state->Rdx,
        3 => state->Rbx,
        4 => state->Rsp,
        5 => state->Rbp,
        6 => state->Rsi,
        7 => state->Rdi,
        8 => state->R8,
        9 => state->R9,
        10 => state->R10,
        11 => state->R11,
        12 => state->R12,
        13 => state->R13,
        14 => state->R14,
        _ => state->R15,
    };
}
