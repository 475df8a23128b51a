namespace Cosmos.Tests.Machines;

/// <summary>How a machine ended.</summary>
/// <param name="Status">The exit status of its process on the host; 128 + n if signal n ended it.</param>
/// <param name="GuestCode">
/// The exit code that the code inside asked for; null if it did not ask: power-off by ACPI, a reset, a triple fault,
/// a kill.
/// </param>
/// <param name="Killed">Whether the host ended it.</param>
public readonly record struct MachineExit(int Status, int? GuestCode, bool Killed)
{
    /// <inheritdoc/>
    public override string ToString() => Killed ? "killed by the host"
        : GuestCode is int code ? $"exit code {code} (status {Status})"
        : $"no exit code (status {Status})";
}
