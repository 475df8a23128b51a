// Decoding the call frame instructions of one frame (DWARF 4 §6.4). ILC uses five of them: advance_loc, def_cfa (in
// the common entry), def_cfa_offset, def_cfa_register (frames with localloc) and offset. Register numbers are those of
// the System V ABI AMD64 supplement, figure 3.36. Epilogues are not described, which is sound: a frame is only ever
// unwound at a call or at a faulting instruction of its body.
using Cosmos.Core.Faults;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>Where the caller's registers are.</summary>
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
    private const int RegisterR15 = 15;

    /// <summary>
    /// Decodes how to find the caller of <paramref name="code"/>'s frame at <paramref name="address"/>: where its RSP
    /// was, and its registers lie.
    /// </summary>
    public static void Read(in FrameDescription code, nint address, ref FrameRecord record)
    {
        // The common entry's rule: CFA = RSP + 8, return address at CFA - 8.
        int cfaRegister = RegisterRsp;
        nint cfaOffset = 8;
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
                    Save(operation & 0x3F, ReadUnsigned(ref p), ref record);
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

        record.SetCfa((uint)(cfaOffset / sizeof(nint)), isFromRbp: cfaRegister == RegisterRbp);
    }

    // A method pushes its registers before all else: none is saved far below the CFA.
    private static void Save(int register, ulong words, ref FrameRecord record)
    {
        int place = register switch
        {
            RegisterRbx => 0,
            RegisterRbp => 1,
            >= RegisterR12 and <= RegisterR15 => register - RegisterR12 + 2,
            _ => -1,
        };
        if (place < 0 || words > byte.MaxValue)
        {
            Fatal.Stop("The unwinder met a register saved where ILC saved none when it was written"u8);
        }

        record.SetSaved(place, (byte)words);
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
