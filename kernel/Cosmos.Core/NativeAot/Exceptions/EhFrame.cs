// Finding the unwind information of an address. The linker writes a table sorted by address (.eh_frame_hdr), so a
// look-up is a binary search; the answer is decoded from .eh_frame (Linux Standard Base 5.0 §10.6, DWARF 4 §6.4.1).
// ILC emits one common entry ("zLR": an LSDA pointer, PC-relative 32-bit code addresses) for all code, which the
// decoder checks once, at start-up, instead of at each throw.
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>Look-up of frame descriptions.</summary>
internal static unsafe class EhFrame
{
    private const int HeaderSize = 12;
    private const byte PcRelativeSigned32 = 0x1B;
    private const byte DataRelativeSigned32 = 0x3B;
    private const byte Unsigned32 = 0x03;

    private static byte* s_table;
    private static uint s_count;
    private static nint s_codeStart;
    private static nint s_codeEnd;

    /// <summary>Reads the header once and refuses an image whose encodings are not the ones decoded here.</summary>
    public static void Initialize()
    {
        byte* header = HeaderStart();
        if (header[0] != 1 || header[1] != PcRelativeSigned32 || header[2] != Unsigned32
            || header[3] != DataRelativeSigned32)
        {
            Fatal.Stop("The image's .eh_frame_hdr has an encoding that the unwinder does not read; "u8
                + "was it linked by another linker than ld.lld?"u8);
        }

        s_count = *(uint*)(header + 8);
        s_table = header + HeaderSize;
        s_codeStart = ManagedCodeStart();
        s_codeEnd = ManagedCodeEnd();
    }

    /// <summary>Where the code begins that ILC compiled.</summary>
    public static nint CodeStart => s_codeStart;

    /// <summary>And where it ends.</summary>
    public static nint CodeEnd => s_codeEnd;

    /// <summary>True for addresses in code that ILC compiled and described.</summary>
    public static bool IsManaged(nint address) => address >= s_codeStart && address < s_codeEnd;

    /// <summary>Describes the code at <paramref name="address"/>; false where there is no managed code.</summary>
    public static bool TryFind(nint address, out FrameDescription description)
        => TryFind(address, out description, out _);

    /// <summary>As well, and says where the description is, for <see cref="Describe"/>.</summary>
    public static bool TryFind(nint address, out FrameDescription description, out int place)
    {
        description = default;
        place = 0;
        if (!IsManaged(address))
        {
            return false;
        }

        byte* header = s_table - HeaderSize;
        int wanted = (int)(address - (nint)header);
        uint low = 0;
        uint high = s_count;
        while (high - low > 1)
        {
            uint middle = (low + high) >> 1;
            if (*(int*)(s_table + (middle * 8)) <= wanted)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        place = *(int*)(s_table + (low * 8) + 4);
        return Decode(header + place, ref description) && address >= description.Start && address < description.End;
    }

    /// <summary>The description at a place that <see cref="TryFind(nint, out FrameDescription, out int)"/> gave.
    /// </summary>
    public static void Describe(int place, out FrameDescription description)
    {
        description = default;
        _ = Decode(s_table - HeaderSize + place, ref description);
    }

    // length u32, pointer to the common entry u32, start (pc-relative), size, augmentation length, LSDA (pc-relative),
    // call frame instructions.
    private static bool Decode(byte* entry, ref FrameDescription description)
    {
        uint length = *(uint*)entry;
        description.Start = (nint)(entry + 8 + *(int*)(entry + 8));
        description.End = description.Start + *(int*)(entry + 12);
        byte augmentationLength = entry[16];
        if (augmentationLength != 4)
        {
            return false;
        }

        byte* data = entry + 17 + *(int*)(entry + 17);
        description.Instructions = entry + 21;
        description.InstructionsEnd = entry + 4 + length;
        DecodeMethodData(data, ref description);
        return true;
    }

    private static void DecodeMethodData(byte* data, ref FrameDescription description)
    {
        description.Flags = (MethodDataFlags)data[0];
        if ((description.Flags & MethodDataFlags.KindMask) == MethodDataFlags.Root)
        {
            description.MethodData = data;
            description.MethodStart = description.Start;
        }
        else
        {
            // A funclet names its method's data and how far behind the method's start it begins.
            description.MethodData = data + 1 + *(int*)(data + 1);
            description.MethodStart = description.Start - *(int*)(data + 5);
        }

        description.MethodFlags = (MethodDataFlags)description.MethodData[0];
    }

    [DllImport("*", EntryPoint = "cosmos_eh_frame_header"), SuppressGCTransition]
    private static extern byte* HeaderStart();

    [DllImport("*", EntryPoint = "cosmos_managed_code_start"), SuppressGCTransition]
    private static extern nint ManagedCodeStart();

    [DllImport("*", EntryPoint = "cosmos_managed_code_end"), SuppressGCTransition]
    private static extern nint ManagedCodeEnd();
}
