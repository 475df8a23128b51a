// A program under examination, and how it is handed to the image: the command line of a machine is short, so a long
// program is named by the seed that makes it and by which of its operations are kept.
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle;

/// <summary>Some operations of a program.</summary>
internal sealed class Specimen
{
    // The kernel takes boot options of up to 512 bytes.
    private const int LongestWord = 480;

    private readonly OracleProgram _whole;
    private readonly bool[] _kept;
    private readonly (int Seed, int Number)? _origin;

    private Specimen(OracleProgram whole, bool[] kept, (int Seed, int Number)? origin)
    {
        _whole = whole;
        _kept = kept;
        _origin = origin;
        Program = new OracleProgram([.. whole.Operations.Where((_, index) => kept[index])]);
    }

    /// <summary>The program.</summary>
    public OracleProgram Program { get; }

    /// <summary>The value of the boot option <c>run=</c>.</summary>
    public string Selection
    {
        get
        {
            string word = Program.ToWord();
            return word.Length <= LongestWord ? $"text/{word}"
                : _origin is { } origin ? $"{origin.Seed}/{origin.Number}/keep/{Mask}"
                : throw new InvalidOperationException("The program is too long for a command line: shorten it.");
        }
    }

    private string Mask => string.Concat(_kept.Select(static kept => kept ? '1' : '0'));

    /// <summary>One of the generator's programs.</summary>
    public static Specimen Of(int seed, int number)
    {
        OracleProgram program = ProgramGenerator.Generate(seed, number);
        return new Specimen(program, [.. program.Operations.Select(static _ => true)], (seed, number));
    }

    /// <summary>A program somebody wrote.</summary>
    public static Specimen Of(OracleProgram program) =>
        new(program, [.. program.Operations.Select(static _ => true)], null);

    /// <summary>Without some of its operations.</summary>
    /// <param name="first">The first to leave out, counted among those that are there.</param>
    /// <param name="count">How many.</param>
    public Specimen Without(int first, int count)
    {
        bool[] kept = [.. _kept];
        int position = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i])
            {
                kept[i] = position < first || position >= first + count;
                position++;
            }
        }

        return new Specimen(_whole, kept, _origin);
    }
}
