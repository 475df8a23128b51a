namespace Cosmos.Tests.Faults.Wires;

/// <summary>What a bad cable does to frames; each a share of them, from 0 to 1.</summary>
/// <param name="Lost">Do not arrive.</param>
/// <param name="Doubled">Arrive twice.</param>
/// <param name="Overtaken">Arrive behind the next one.</param>
/// <param name="Corrupted">Arrive with a bit turned over; of IPv4 alone (see <see cref="Lane"/>).</param>
internal readonly record struct Trouble(double Lost, double Doubled, double Overtaken, double Corrupted)
{
    /// <summary>A good cable.</summary>
    public static Trouble None => default;
}
