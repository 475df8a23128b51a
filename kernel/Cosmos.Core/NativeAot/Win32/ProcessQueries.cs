// Questions about the process, its threads, environment and failure. The machine runs one program without environment
// variables; boot options take their place.
using System;
using System.Runtime;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Process, thread and environment.</summary>
internal static unsafe class ProcessQueries
{
    private const nint CurrentProcess = -1;
    private const nint CurrentThread = -2;
    private const int NormalPriority = 0;

    [RuntimeExport("GetCurrentProcess")]
    private static nint GetProcess() => CurrentProcess;

    [RuntimeExport("GetCurrentThread")]
    private static nint GetThread() => CurrentThread;

    [RuntimeExport("GetCurrentProcessId")]
    private static uint GetProcessId() => 1;

    [RuntimeExport("GetThreadPriority")]
    private static int GetPriority(nint thread) => NormalPriority;

    /// <summary>PROCESSOR_NUMBER: group, number, reserved.</summary>
    [RuntimeExport("GetCurrentProcessorNumberEx")]
    private static uint GetProcessorNumber(uint* number)
    {
        *number = 0;
        return 0;
    }

    [RuntimeExport("GetEnvironmentVariableW")]
    private static uint GetVariable(char* name, char* buffer, uint size)
        => (uint)LastError.Fail(Win32Error.EnvironmentVariableNotFound);

    /// <summary>Without variables nothing expands: the text is its own expansion.</summary>
    [RuntimeExport("ExpandEnvironmentStringsW")]
    private static uint ExpandVariables(char* source, char* target, uint size)
    {
        ReadOnlySpan<char> text = System.Runtime.InteropServices.MemoryMarshal
            .CreateReadOnlySpanFromNullTerminated(source);
        if (text.Length < size)
        {
            text.CopyTo(new Span<char>(target, (int)size));
            target[text.Length] = '\0';
        }

        return (uint)text.Length + 1;
    }

    /// <summary>The program's path, by which reports name it: the image has no file, so it is just a name.</summary>
    [RuntimeExport("GetModuleFileNameW")]
    private static uint GetModuleFileName(nint module, char* buffer, uint size)
    {
        ReadOnlySpan<char> name = "cosmos\0";
        if (module != 0)
        {
            return (uint)LastError.Fail(Win32Error.ModuleNotFound);
        }

        if (size < name.Length)
        {
            return (uint)LastError.Fail(Win32Error.InsufficientBuffer);
        }

        name.CopyTo(new Span<char>(buffer, (int)size));
        return (uint)name.Length - 1;
    }

    /// <summary>
    /// Environment.FailFast, and CoreLib's own. Its words are on the console. It ends the process that called it: no
    /// part of a system may stop the others. Of the kernel's own contexts it is the end: the epitaph adds registers and
    /// stack.
    /// </summary>
    [RuntimeExport("RaiseFailFastException")]
    private static void FailFast(nint record, nint context, uint flags)
    {
        if (!Failures.IsOfProcess(Context.CurrentBlock, held: 0))
        {
            Epitaph.WriteFailFast();
        }

        CrashReports.Done();
        Failures.RaiseOutsideOfLocks(new ProcessFailure(FailureKind.FailFast));
    }

    /// <summary>
    /// Environment.Exit: ends the process, likewise; the machine is switched off by Machine.PowerOff.
    /// </summary>
    [RuntimeExport("ExitProcess")]
    private static void Exit(uint code)
    {
        if (!Failures.IsOfProcess(Context.CurrentBlock, held: 0))
        {
            Platform.PowerOff((int)code);
        }

        Failures.RaiseOutsideOfLocks(new ProcessFailure(FailureKind.Exit, Address: code));
    }

    [RuntimeExport("BCryptGenRandom")]
    private static uint GenerateRandom(nint algorithm, byte* buffer, int count, int flags)
    {
        Platform.FillEntropy(buffer, (nuint)count);
        return Win32Error.Success;
    }

    /// <summary>A random GUID, version 4 (RFC 9562 §5.4).</summary>
    [RuntimeExport("CoCreateGuid")]
    private static int CreateGuid(byte* guid)
    {
        Platform.FillEntropy(guid, 16);
        guid[7] = (byte)((guid[7] & 0x0F) | 0x40);
        guid[8] = (byte)((guid[8] & 0x3F) | 0x80);
        return 0;
    }
}
