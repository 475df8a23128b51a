// Programs as text: what is printed for a difference must be the program that differed, in a file and in a boot option.
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Cases;

/// <summary>Claims about programs, generated and shrunk.</summary>
public sealed class ProgramTexts
{
    private const int Seed = 7;

    /// <summary>A program that was written can be read, and is the same.</summary>
    [Fact]
    public void What_is_written_is_read()
    {
        for (int number = 0; number < 200; number++)
        {
            OracleProgram program = ProgramGenerator.Generate(Seed, number);
            string text = program.ToString();
            Assert.Equal(text, OracleProgram.Parse("# a remark\n\n" + text).ToString());
            Assert.Equal(text, OracleProgram.ParseWord(program.ToWord()).ToString());
        }
    }

    /// <summary>Seed and number say it all; another number is another program.</summary>
    [Fact]
    public void The_generator_repeats_itself()
    {
        string first = ProgramGenerator.Generate(Seed, 3).ToString();
        Assert.Equal(first, ProgramGenerator.Generate(Seed, 3).ToString());
        Assert.NotEqual(first, ProgramGenerator.Generate(Seed, 4).ToString());
        Assert.NotEqual(first, ProgramGenerator.Generate(Seed + 1, 3).ToString());
    }

    /// <summary>What does not matter goes, what matters stays, in its order.</summary>
    [Fact]
    public void The_shrinker_keeps_what_matters()
    {
        string[] lines = [.. Enumerable.Range(0, 37).Select(static i => $"p0 put t1 #{i}")];
        var specimen = Specimen.Of(OracleProgram.Parse(string.Join('\n', lines)));
        Specimen shrunk = Shrinker.Shrink(
            specimen,
            static candidate => candidate.Program.ToString() is var text
                && text.Contains("#5\n") && text.Contains("#30\n") && text.Contains("#31\n"));
        Assert.Equal("p0 put t1 #5\np0 put t1 #30\np0 put t1 #31\n", shrunk.Program.ToString());
    }

    /// <summary>A line that is no operation is refused by name.</summary>
    [Fact]
    public void Nonsense_is_refused() =>
        Assert.Contains("'nonsense'", Assert.Throws<FormatException>(() => OracleProgram.Parse("nonsense")).Message);

    /// <summary>A long program goes to the image as seed, number and mask; a short one as itself.</summary>
    [Fact]
    public void A_specimen_fits_a_command_line()
    {
        for (int number = 0; number < 50; number++)
        {
            var whole = Specimen.Of(Seed, number);
            Assert.InRange(whole.Selection.Length, 1, 500);
            Specimen one = whole.Without(1, whole.Program.Operations.Count);
            Assert.StartsWith("text/", one.Selection);
        }
    }
}
