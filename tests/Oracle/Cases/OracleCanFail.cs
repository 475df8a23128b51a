// An oracle that never objects proves nothing. Here it judges runtimes that are wrong on purpose: Erlang/OTP itself,
// with one operation taken away from it. It has to find that out by random programs alone, and to tell it by a small
// one.
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Cases;

/// <summary>Claims about the oracle itself.</summary>
public sealed class OracleCanFail
{
    private const int Seed = 1;
    private const int Programs = 150;

    private readonly ErlangSide _erlang = new();

    /// <summary>A runtime that forgets an operation is found out, by a small program that has it.</summary>
    [Theory]
    [InlineData("unlink")]
    [InlineData("unregister")]
    [InlineData("plan")]
    public void A_runtime_without(string verb)
    {
        Examination examination = Without(verb);
        List<(int Number, Difference Seen)> found = examination.Batch(Seed, 0, Programs);
        Assert.True(found.Count != 0, $"{Programs} programs do not show that {verb} does nothing.");
        Difference? shrunk = examination.Shrink(found[0].Seen.Specimen);
        Assert.NotNull(shrunk);
        Assert.Contains(shrunk.Specimen.Program.Operations, operation => operation.Verb == verb);
        Assert.InRange(shrunk.Specimen.Program.Operations.Count, 1, 5);
        string text = shrunk.Describe(Seed, found[0].Number);
        Assert.Contains($"make oracle SEED={Seed} PROGRAM={found[0].Number}", text);
        Assert.Contains(shrunk.Specimen.Program.ToString(), text);
    }

    /// <summary>A trace in which one word is another is a difference; so is one that is not there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wrong_trace(bool isThere)
    {
        var specimen = Specimen.Of(OracleProgram.Parse("p0 send p1 t1 #5\np1 recv tag t1 now\n"));
        string right = _erlang.Run([(0, specimen.Program)])[0];
        Assert.Contains("p1 @2 received t1 p0 0 5", right);
        string wrong = isThere ? right.Replace("p0 0 5", "p0 0 6", StringComparison.Ordinal) : string.Empty;
        Difference? difference = Of(_ => wrong).Examine(specimen);
        Assert.NotNull(difference);
        Assert.Null(Of(_ => right).Examine(specimen));
    }

    /// <summary>Both sides saying nothing is no agreement.</summary>
    [Fact]
    public void Two_silences_differ()
    {
        var silent = new Examination(static _ => [], static _ => string.Empty, static (_, _, _) => []);
        Assert.NotNull(silent.Examine(Specimen.Of(Seed, 0)));
        Assert.Equal(3, silent.Batch(Seed, 0, 3).Count);
    }

    private Examination Of(Func<Specimen, string> ours) => new(_erlang.Run, ours, static (_, _, _) => []);

    // Erlang/OTP, but in place of the operation there is one that does nothing.
    private Examination Without(string verb)
    {
        OracleProgram Maim(OracleProgram program) => new(
            [.. program.Operations.Select(
                operation => operation.Verb == verb ? new Operation(operation.Actor, "idle", []) : operation)]);
        return new Examination(
            _erlang.Run,
            specimen => _erlang.Run([(0, Maim(specimen.Program))]).GetValueOrDefault(0, string.Empty),
            (seed, first, count) => _erlang.Run(
                [.. Enumerable.Range(first, count)
                    .Select(number => (number, Maim(ProgramGenerator.Generate(seed, number))))]));
    }
}
