// What belongs to every event of a process: the call that it serves, for one. It lies in the process's dictionary, as
// in OTP (logger:set_process_metadata/1).
namespace Cosmos.Runtime.Logging;

/// <summary>The running process's metadata.</summary>
public static class LogMetadata
{
    private const string Key = "$logger_metadata$";

    /// <summary>The fields.</summary>
    public static LogField[] OfProcess
    {
        get => Process.Get(Key) as LogField[] ?? [];
        set => _ = value is { Length: > 0 } ? Process.Put(Key, value) : Process.Erase(Key);
    }

    /// <summary>Sets one field, in place of the one with the same key. OTP: update_process_metadata/1.</summary>
    public static void Set(string key, object? value) =>
        OfProcess = [.. Array.FindAll(OfProcess, field => field.Key != key), new LogField(key, value)];
}
