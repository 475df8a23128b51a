// A program on which the two sides disagree, as people want to see it: the program, both traces, how to see it again.
namespace Cosmos.Tests.Oracle;

/// <summary>A disagreement.</summary>
/// <param name="Specimen">The program.</param>
/// <param name="Erlang">Its trace on Erlang/OTP.</param>
/// <param name="Ours">Its trace on our runtime.</param>
internal sealed record Difference(Specimen Specimen, string Erlang, string Ours)
{
    /// <summary>All there is to say.</summary>
    /// <param name="seed">Of the batch it comes from, if it comes from one.</param>
    /// <param name="number">Its number there.</param>
    public string Describe(int? seed, int number)
    {
        string replay = seed is null
            ? "make oracle FILE=<file with the program>"
            : $"make oracle SEED={seed} PROGRAM={number}";
        return $"Replay: {replay}\nProgram:\n{Specimen.Program}Traces:\n{Traces.SideBySide(Erlang, Ours)}";
    }
}
