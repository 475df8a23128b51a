// System.Console's standard streams over the kernel's console. Handles are small numbers; both outputs are the console,
// which takes UTF-8 bytes. It says that it is no Windows console (GetConsoleMode fails), so that System.Console uses
// plain file calls.
using System;
using System.Runtime;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Standard input, output and error.</summary>
internal static unsafe class StandardStreams
{
    private const int StandardInput = -10;
    private const int StandardOutput = -11;
    private const int StandardError = -12;
    private const nint InputHandle = 1;
    private const nint OutputHandle = 2;
    private const nint InvalidHandle = -1;
    private const uint CodePageUtf8 = 65001;
    private const uint FileTypeCharacter = 2;

    [RuntimeExport("GetStdHandle")]
    private static nint GetHandle(int which) => which switch
    {
        StandardInput => InputHandle,
        StandardOutput or StandardError => OutputHandle,
        _ => InvalidHandle,
    };

    [RuntimeExport("WriteFile")]
    private static int Write(nint handle, byte* bytes, int count, int* written, nint overlapped)
    {
        if (handle != OutputHandle || count < 0)
        {
            return LastError.Fail(Win32Error.InvalidHandle);
        }

        Platform.WriteConsole(bytes, (nuint)count);
        Faults.LastRun.Keep(new ReadOnlySpan<byte>(bytes, count));
        if (written != null)
        {
            *written = count;
        }

        return 1;
    }

    [RuntimeExport("ReadFile")]
    private static int Read(nint handle, byte* bytes, int count, int* read, nint overlapped)
    {
        if (handle != InputHandle || count < 0)
        {
            return LastError.Fail(Win32Error.InvalidHandle);
        }

        *read = count == 0 ? 0 : Platform.ReadConsole(bytes, (nuint)count, wait: true);
        return 1;
    }

    [RuntimeExport("GetFileType")]
    private static uint GetFileType(nint handle)
        => handle is InputHandle or OutputHandle ? FileTypeCharacter : (uint)LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("GetConsoleMode")]
    private static int GetConsoleMode(nint handle, int* mode) => LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("SetConsoleMode")]
    private static int SetConsoleMode(nint handle, int mode) => LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("GetConsoleOutputCP")]
    private static uint GetOutputCodePage() => CodePageUtf8;

    [RuntimeExport("GetConsoleCP")]
    private static uint GetInputCodePage() => CodePageUtf8;

    /// <summary>For real consoles only; see <see cref="GetConsoleMode"/>.</summary>
    [RuntimeExport("WriteConsoleW")]
    private static int WriteConsole(nint handle, byte* text, int count, int* written, nint reserved)
        => LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("ReadConsoleW")]
    private static int ReadConsole(nint handle, byte* text, int count, int* read, nint control)
        => LastError.Fail(Win32Error.InvalidHandle);
}
