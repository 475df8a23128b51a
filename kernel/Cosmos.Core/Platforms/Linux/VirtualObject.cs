// The code that Linux maps into every process for system calls that need no system: a small shared object, whose
// address comes with the auxiliary vector. Asked for one thing, the clock: some 20 ns instead of 200.
// Source: vdso(7), System V ABI (generic) chapter 5, "Dynamic Section", "Symbol Table".
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>The vDSO.</summary>
internal static unsafe class VirtualObject
{
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;
    private const long TagHash = 4;
    private const long TagStrings = 5;
    private const long TagSymbols = 6;

    // ELF64 file header, program header, symbol; the dynamic section is pairs of tag and value.
    private const int HeaderTableOffset = 32;
    private const int HeaderTableCount = 56;

    [StructLayout(LayoutKind.Sequential)]
    private struct Segment
    {
        public uint Type;
        public uint Flags;
        public ulong Offset;
        public ulong Address;
        public ulong PhysicalAddress;
        public ulong FileBytes;
        public ulong Bytes;
        public ulong Alignment;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Symbol
    {
        public uint Name;
        public byte Information;
        public byte Other;
        public ushort Section;
        public ulong Value;
        public ulong Bytes;
    }

    /// <summary>The address of an exported function; null if the object or the function is not there.</summary>
    /// <param name="image">Where the object begins (AT_SYSINFO_EHDR), or null.</param>
    /// <param name="name">The function's name.</param>
    public static void* Find(byte* image, ReadOnlySpan<byte> name)
    {
        if (image == null)
        {
            return null;
        }

        var segments = (Segment*)(image + *(ulong*)(image + HeaderTableOffset));
        int count = *(ushort*)(image + HeaderTableCount);
        byte* slide = null;
        long* dynamic = null;
        for (int i = 0; i < count; i++)
        {
            if (segments[i].Type == SegmentLoad)
            {
                slide = image + segments[i].Offset - segments[i].Address;
            }
            else if (segments[i].Type == SegmentDynamic)
            {
                dynamic = (long*)(image + segments[i].Offset);
            }
        }

        return slide == null || dynamic == null ? null : Find(slide, dynamic, name);
    }

    // Safety: Linux made the object, and its tables are whole; the hash table's second word counts the symbols.
    private static void* Find(byte* slide, long* dynamic, ReadOnlySpan<byte> name)
    {
        uint* hash = null;
        byte* strings = null;
        Symbol* symbols = null;
        for (; dynamic[0] != 0; dynamic += 2)
        {
            byte* at = slide + dynamic[1];
            hash = dynamic[0] == TagHash ? (uint*)at : hash;
            strings = dynamic[0] == TagStrings ? at : strings;
            symbols = dynamic[0] == TagSymbols ? (Symbol*)at : symbols;
        }

        if (hash == null || strings == null || symbols == null)
        {
            return null;
        }

        for (uint i = 0; i < hash[1]; i++)
        {
            if (symbols[i].Section != 0 && IsName(strings + symbols[i].Name, name))
            {
                return slide + symbols[i].Value;
            }
        }

        return null;
    }

    private static bool IsName(byte* text, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (text[i] != name[i])
            {
                return false;
            }
        }

        return text[name.Length] == 0;
    }
}
