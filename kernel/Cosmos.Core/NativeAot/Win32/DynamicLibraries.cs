// LoadLibrary and GetProcAddress. Nothing is loaded at run time; CoreLib looks up two functions of kernel32 this way,
// the two clocks behind DateTime.UtcNow, because old Windows versions lacked the better one. Those two it finds here;
// every other library and function is not there, which is what Windows says of a missing one.
using System;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>The one library there is.</summary>
internal static unsafe class DynamicLibraries
{
    private const nint Kernel32 = 0x10;

    [RuntimeExport("LoadLibraryExW")]
    private static nint Load(char* name, nint file, int flags)
    {
        ReadOnlySpan<char> wanted = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        return wanted.Equals("kernel32.dll", StringComparison.OrdinalIgnoreCase)
            ? Kernel32
            : LastError.Fail(Win32Error.ModuleNotFound);
    }

    [RuntimeExport("FreeLibrary")]
    private static int Free(nint module) => module == Kernel32 ? 1 : LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("GetProcAddress")]
    private static nint Find(nint module, byte* name)
    {
        ReadOnlySpan<byte> wanted = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (module != Kernel32)
        {
            return LastError.Fail(Win32Error.InvalidHandle);
        }

        return wanted.SequenceEqual("GetSystemTimeAsFileTime"u8)
            || wanted.SequenceEqual("GetSystemTimePreciseAsFileTime"u8)
            ? (nint)Clocks.FileTimeFunction
            : LastError.Fail(Win32Error.ProcedureNotFound);
    }
}
