// GetLastError and SetLastError: per context, as per thread on Windows.
using System.Runtime;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>The last-error code of the running context.</summary>
internal static unsafe class LastError
{
    /// <summary>Notes the error and returns 0, the usual answer of a failing Win32 function.</summary>
    public static int Fail(uint error)
    {
        Context.CurrentBlock->LastError = error;
        return 0;
    }

    [RuntimeExport("GetLastError")]
    private static uint Get() => Context.CurrentBlock->LastError;

    [RuntimeExport("SetLastError")]
    private static void Set(uint error) => Context.CurrentBlock->LastError = error;

    /// <summary>There are no message boxes to suppress.</summary>
    [RuntimeExport("SetThreadErrorMode")]
    private static int SetThreadErrorMode(uint mode, uint* old)
    {
        if (old != null)
        {
            *old = 0;
        }

        return 1;
    }

    /// <summary>There is no table of texts; CoreLib then prints the number.</summary>
    [RuntimeExport("FormatMessageW")]
    private static int FormatMessage(
        int flags, nint source, uint message, int language, void* buffer, int size, nint arguments)
        => Fail(Win32Error.MessageNotFound);
}
