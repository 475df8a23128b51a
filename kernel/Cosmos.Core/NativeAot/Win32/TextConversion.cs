// MultiByteToWideChar and WideCharToMultiByte. The console's code page is UTF-8, and so is every other one that CoreLib
// could ask for here: the machine has no other.
using System;
using System.Buffers;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>UTF-8 to UTF-16 and back, by CoreLib's own transcoder.</summary>
internal static unsafe class TextConversion
{
    private const uint CodePageUtf8 = 65001;

    [RuntimeExport("MultiByteToWideChar")]
    private static int ToWide(uint codePage, uint flags, byte* source, int count, char* target, int size)
    {
        ReadOnlySpan<byte> bytes = count < 0
            ? new ReadOnlySpan<byte>(source, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(source).Length + 1)
            : new ReadOnlySpan<byte>(source, count);
        if (size == 0)
        {
            return Encoding.UTF8.GetCharCount(bytes);
        }

        OperationStatus status = Utf8.ToUtf16(bytes, new Span<char>(target, size), out _, out int written);
        return status == OperationStatus.Done ? written : LastError.Fail(Win32Error.InsufficientBuffer);
    }

    [RuntimeExport("WideCharToMultiByte")]
    private static int ToMultiByte(
        uint codePage, uint flags, char* source, int count, byte* target, int size, nint defaultChar, nint usedDefault)
    {
        ReadOnlySpan<char> characters = count < 0
            ? new ReadOnlySpan<char>(source, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(source).Length + 1)
            : new ReadOnlySpan<char>(source, count);
        if (size == 0)
        {
            return Encoding.UTF8.GetByteCount(characters);
        }

        OperationStatus status = Utf8.FromUtf16(characters, new Span<byte>(target, size), out _, out int written);
        return status == OperationStatus.Done ? written : LastError.Fail(Win32Error.InsufficientBuffer);
    }

    /// <summary>Every code page is UTF-8: up to four bytes a character, no lead bytes.</summary>
    [RuntimeExport("GetCPInfoExW")]
    private static int GetCodePageInformation(uint codePage, uint flags, CodePageInformation* information)
    {
        *information = default;
        information->MaximumCharacterBytes = 4;
        information->DefaultCharacter = (byte)'?';
        information->UnicodeDefaultCharacter = '\uFFFD';
        information->CodePage = CodePageUtf8;
        return 1;
    }

    /// <summary>CPINFOEXW.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 544)]
    private struct CodePageInformation
    {
        [FieldOffset(0)] public uint MaximumCharacterBytes;
        [FieldOffset(4)] public byte DefaultCharacter;
        [FieldOffset(18)] public char UnicodeDefaultCharacter;
        [FieldOffset(20)] public uint CodePage;
    }
}
