// Unwinding one frame by its call frame instructions (DWARF 4 §6.4). ILC uses five of them: advance_loc, def_cfa (in
// the common entry), def_cfa_offset, def_cfa_register (frames with localloc) and offset. Register numbers are those of
// the System V ABI AMD64 supplement, figure 3.36. Epilogues are not described, which is sound: a frame is only ever
// unwound at a call or at a faulting instruction of its body.
using Cosmos.Core.Faults;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>Restores the caller's registers.</summary>
internal static unsafe class CallFrame
{
    private const byte AdvanceLocation = 0x40;
    private const byte Offset = 0x80;
    private const byte AdvanceLocation1 = 0x02;
    private const byte AdvanceLocation2 = 0x03;
    private const byte AdvanceLocation4 = 0x04;
    private const byte DefineCfa = 0x0C;
    private const byte DefineCfaRegister = 0x0D;
    private const byte DefineCfaOffset = 0x0E;
    private const byte Nop = 0x00;

    private const int RegisterRbx = 3;
    private const int RegisterRbp = 6;
    private const int RegisterRsp = 7;
    private const int RegisterR12 = 12;

    /// <summary>
    /// Turns <paramref name="registers"/> from the frame of <paramref name="code"/> at <paramref name="address"/> into
    /// its caller's: register locations, RSP, and IP (the return address).
    /// </summary>
    public static void Unwind(in FrameDescription code, nint address, RegisterDisplay* registers)
    {
        // The common entry's rule: CFA = RSP + 8, return address at CFA - 8.
        int cfaRegister = RegisterRsp;
        nint cfaOffset = 8;
        int* saved = stackalloc int[16]; // offsets of saved registers below the CFA; 0: not saved
        for (int i = 0; i < 16; i++)
        {
            saved[i] = 0;
        }

        byte* p = code.Instructions;
        nint location = code.Start;
        while (p < code.InstructionsEnd)
        {
            byte operation = *p++;
            switch (operation & 0xC0)
            {
                case AdvanceLocation:
                    location += operation & 0x3F;
                    break;
                case Offset:
                    saved[operation & 0x0F] = (int)ReadUnsigned(ref p) * 8;
                    break;
                default:
                    ExecuteExtended(operation, ref p, ref location, ref cfaRegister, ref cfaOffset);
                    break;
            }

            // Rules apply from their location on; the one that starts behind the address ends the search.
            if (location > address)
            {
                break;
            }
        }

        nint cfa = (cfaRegister == RegisterRbp ? *registers->Rbp : registers->Rsp) + cfaOffset;
        Restore(saved, cfa, registers);
        registers->Ip = *(nint*)(cfa - 8);
        registers->Rsp = cfa;
    }

    private static void ExecuteExtended(
        byte operation, ref byte* p, ref nint location, ref int cfaRegister, ref nint cfaOffset)
    {
        switch (operation)
        {
            case Nop:
                break;
            case AdvanceLocation1:
                location += *p;
                p += 1;
                break;
            case AdvanceLocation2:
                location += *(ushort*)p;
                p += 2;
                break;
            case AdvanceLocation4:
                location += *(int*)p;
                p += 4;
                break;
            case DefineCfa:
                cfaRegister = (int)ReadUnsigned(ref p);
                cfaOffset = (nint)ReadUnsigned(ref p);
                break;
            case DefineCfaRegister:
                cfaRegister = (int)ReadUnsigned(ref p);
                break;
            case DefineCfaOffset:
                cfaOffset = (nint)ReadUnsigned(ref p);
                break;
            default:
                Fatal.Stop("The unwinder met a call frame instruction that ILC did not use when it was written"u8);
                break;
        }
    }

    private static void Restore(int* saved, nint cfa, RegisterDisplay* registers)
    {
        if (saved[RegisterRbx] != 0)
        {
            registers->Rbx = (nint*)(cfa - saved[RegisterRbx]);
        }

        if (saved[RegisterRbp] != 0)
        {
            registers->Rbp = (nint*)(cfa - saved[RegisterRbp]);
        }

        // R12 to R15 follow each other in the display as in the numbering.
        nint** display = &registers->R12;
        for (int i = 0; i < 4; i++)
        {
            if (saved[RegisterR12 + i] != 0)
            {
                display[i] = (nint*)(cfa - saved[RegisterR12 + i]);
            }
        }
    }

    private static ulong ReadUnsigned(ref byte* p)
    {
        ulong value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = *p++;
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return value;
    }
}
