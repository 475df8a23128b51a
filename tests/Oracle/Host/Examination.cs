// Both sides on the same programs. A difference is looked at again before it is believed: the program is run several
// times alone on each side. When the two sides then have a trace in common, what was seen depended on timing that the
// rounds of marks did not order (unsteady); it is reported as such, never dropped.
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle;

/// <summary>Compares programs; a trace is a side's whole text for one.</summary>
/// <param name="erlang">Programs to traces, by number.</param>
/// <param name="ours">A program to its trace.</param>
/// <param name="batch">Seed, first number and count to traces: ours, of the generator's programs.</param>
internal sealed class Examination(
    Func<IReadOnlyCollection<(int Number, OracleProgram Program)>, Dictionary<int, string>> erlang,
    Func<Specimen, string> ours,
    Func<int, int, int, Dictionary<int, string>> batch)
{
    private const int Replays = 4;

    /// <summary>The sides as they are.</summary>
    public static Examination OfBothSides()
    {
        ErlangSide erlang = new();
        ImageSide image = new();
        return new Examination(erlang.Run, image.Run, image.Run);
    }

    /// <summary>Runs a stretch of the generator's programs; those that differ, in order.</summary>
    public List<(int Number, Difference Seen)> Batch(int seed, int first, int count)
    {
        Task<Dictionary<int, string>> reference = Task.Run(() => erlang(
            [.. Enumerable.Range(first, count).Select(number => (number, ProgramGenerator.Generate(seed, number)))]));
        Dictionary<int, string> traces = batch(seed, first, count);
        return
        [
            .. from number in Enumerable.Range(first, count)
               let expected = reference.Result.GetValueOrDefault(number, string.Empty)
               let trace = traces.GetValueOrDefault(number, string.Empty)
               where trace != expected || trace.Length == 0
               select (number, new Difference(Specimen.Of(seed, number), expected, trace)),
        ];
    }

    /// <summary>Runs one program; null: the sides agree.</summary>
    public Difference? Examine(Specimen specimen)
    {
        string reference = Reference(specimen);
        string trace = ours(specimen);
        return reference == trace && trace.Length != 0 ? null : new Difference(specimen, reference, trace);
    }

    /// <summary>Whether the sides differ every time, and have no trace in common.</summary>
    public bool IsSteady(Specimen specimen)
    {
        HashSet<string> references = [.. Enumerable.Range(0, Replays).Select(_ => Reference(specimen))];
        return !Enumerable.Range(0, Replays).Any(_ => references.Contains(ours(specimen)));
    }

    /// <summary>Makes a program whose difference is steady as small as it can be.</summary>
    public Difference? Shrink(Specimen specimen)
    {
        Specimen smallest = Shrinker.Shrink(specimen, candidate => Examine(candidate) is not null);
        return Examine(smallest) ?? Examine(specimen);
    }

    private string Reference(Specimen specimen) =>
        erlang([(0, specimen.Program)]).GetValueOrDefault(0, string.Empty);
}
