// One operation of a program: who does what with which words. It stays text until it is carried out, so that both
// interpreters read the same thing and a person can write one by hand.
namespace Cosmos.Tests.Oracle.Programs;

/// <summary>An operation.</summary>
/// <param name="Actor">The process that carries it out, <c>p0</c> to <c>p9</c>; <c>-</c>: several.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Words">What with.</param>
internal sealed record Operation(string Actor, string Verb, string[] Words)
{
    /// <summary>Reads <c>ACTOR VERB WORD...</c>.</summary>
    public static Operation Parse(string line, char separator = ' ')
    {
        string[] parts = line.Split(separator, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 2
            ? new Operation(parts[0], parts[1], parts[2..])
            : throw new FormatException($"Not an operation: '{line}'.");
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public string Format(char separator = ' ') => string.Join(separator, [Actor, Verb, .. Words]);
}
