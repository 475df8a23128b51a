// A call detail record, as far as the laboratory judges it.
using System.Globalization;
using System.Text.Json;

namespace Cosmos.Tests.Faults;

/// <summary>How a call ended.</summary>
/// <param name="Number">Its number.</param>
/// <param name="CallId">The caller's name for it.</param>
/// <param name="TargetCallId">The name on the callee's side; null: it never came there.</param>
/// <param name="Status">Its final status; null: a fault ended it.</param>
/// <param name="EndedBy">Who ended it.</param>
/// <param name="Fault">How its process ended, if it was a fault.</param>
/// <param name="Release">When.</param>
internal sealed record CallEnd(
    long Number, string CallId, string? TargetCallId, int? Status, string EndedBy, string? Fault, DateTime Release)
{
    private const int Ok = 200;

    /// <summary>Whether both talked and the caller hung up.</summary>
    public bool IsNormal => Status == Ok && EndedBy == "caller" && Fault is null;

    /// <summary>Reads a line of the console; null: it is no record.</summary>
    public static CallEnd? TryRead(string line)
    {
        if (!line.StartsWith("{\"call\":", StringComparison.Ordinal))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement record = document.RootElement;
        JsonElement status = record.GetProperty("status");
        return new CallEnd(
            record.GetProperty("call").GetInt64(),
            record.GetProperty("callId").GetString()!,
            record.GetProperty("targetCallId").GetString(),
            status.ValueKind == JsonValueKind.Null ? null : status.GetInt32(),
            record.GetProperty("endedBy").GetString()!,
            record.GetProperty("fault").GetString(),
            DateTime.Parse(
                record.GetProperty("release").GetString()!,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));
    }
}
