namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Win32 error codes that the exports return (winerror.h).</summary>
internal static class Win32Error
{
    public const uint Success = 0;
    public const uint FileNotFound = 2;
    public const uint InvalidHandle = 6;
    public const uint NotEnoughMemory = 8;
    public const uint InvalidParameter = 87;
    public const uint InsufficientBuffer = 122;
    public const uint ModuleNotFound = 126;
    public const uint ProcedureNotFound = 127;
    public const uint EnvironmentVariableNotFound = 203;
    public const uint MessageNotFound = 317;
}
