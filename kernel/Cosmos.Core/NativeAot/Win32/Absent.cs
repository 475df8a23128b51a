// What a Windows machine has and this one has not: files, a registry, COM apartments, an event log.
// CoreLib asks for them on paths that end well when they are missing (time zone names from the registry, satellite
// libraries); each answer is the error that Windows documents for "not there".
using System.Runtime;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Win32 functions whose true answer is that there is no such thing.</summary>
internal static unsafe class Absent
{
    private const nint InvalidHandle = -1;
    private const int NotImplemented = unchecked((int)0x8000_4001);

    [RuntimeExport("LoadStringW")]
    private static int LoadString(nint module, uint id, char* buffer, int size)
        => LastError.Fail(Win32Error.FileNotFound);

    [RuntimeExport("GetSystemDirectoryW")]
    private static uint GetSystemDirectory(char* buffer, uint size) => (uint)LastError.Fail(Win32Error.FileNotFound);

    [RuntimeExport("FindFirstFileExW")]
    private static nint FindFirstFile(char* name, int level, void* data, int operation, nint filter, int flags)
    {
        LastError.Fail(Win32Error.FileNotFound);
        return InvalidHandle;
    }

    [RuntimeExport("FindClose")]
    private static int FindClose(nint handle) => LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("GetFileAttributesExW")]
    private static int GetFileAttributes(char* name, int level, void* data) => LastError.Fail(Win32Error.FileNotFound);

    [RuntimeExport("GetFullPathNameW")]
    private static uint GetFullPathName(char* name, uint size, char* buffer, nint file)
        => (uint)LastError.Fail(Win32Error.FileNotFound);

    [RuntimeExport("GetLongPathNameW")]
    private static uint GetLongPathName(char* name, char* buffer, uint size)
        => (uint)LastError.Fail(Win32Error.FileNotFound);

    [RuntimeExport("RegOpenKeyExW")]
    private static uint OpenKey(nint key, char* name, int options, int access, nint* result) => Win32Error.FileNotFound;

    [RuntimeExport("RegQueryValueExW")]
    private static uint QueryValue(nint key, char* name, int* reserved, int* type, byte* data, uint* size)
        => Win32Error.FileNotFound;

    [RuntimeExport("RegEnumKeyExW")]
    private static uint EnumerateKey(
        nint key, int index, char* name, int* size, int* reserved, char* kind, int* kindSize, long* written)
        => Win32Error.InvalidHandle;

    [RuntimeExport("RegCloseKey")]
    private static uint CloseKey(nint key) => Win32Error.InvalidHandle;

    [RuntimeExport("RegisterEventSourceW")]
    private static nint RegisterEventSource(char* server, char* source) => LastError.Fail(Win32Error.FileNotFound);

    [RuntimeExport("DeregisterEventSource")]
    private static int DeregisterEventSource(nint log) => LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("ReportEventW")]
    private static int ReportEvent(
        nint log, short type, ushort category, uint id, byte* user, short strings, int size, nint text, byte* data)
        => LastError.Fail(Win32Error.InvalidHandle);

    [RuntimeExport("CoInitializeEx")]
    private static int InitializeCom(nint reserved, uint apartment) => NotImplemented;

    [RuntimeExport("CoUninitialize")]
    private static int UninitializeCom() => NotImplemented;

    [RuntimeExport("CoGetApartmentType")]
    private static int GetApartmentType(int* type, int* qualifier) => NotImplemented;
}
