// A thousand random programs, a row each. They run in one batch on first demand; the seed is ORACLE_SEED, which
// `make test` draws and prints, and stands in every row's name.
namespace Cosmos.Tests.Oracle.Cases;

/// <summary>Random programs on both sides.</summary>
public sealed class RandomPrograms(RandomPrograms.Batch batch) : IClassFixture<RandomPrograms.Batch>
{
    private const int Count = 1000;
    private const int DefaultSeed = 1;

    private static readonly int s_seed =
        int.TryParse(Environment.GetEnvironmentVariable("ORACLE_SEED"), out int seed) ? seed : DefaultSeed;

    /// <summary>The rows: seed and number.</summary>
    public static TheoryData<int, int> Rows
    {
        get
        {
            var rows = new TheoryData<int, int>();
            for (int number = 0; number < Count; number++)
            {
                rows.Add(s_seed, number);
            }

            return rows;
        }
    }

    /// <summary>Our runtime does with the program what Erlang/OTP does.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Agree(int seed, int program) => Assert.Null(batch.Failure(seed, program));

    /// <summary>The batch, run once.</summary>
    public sealed class Batch
    {
        private const int MostShrunk = 3;

        private readonly Lazy<Dictionary<int, string>> _failures = new(Run);

        /// <summary>What is wrong with a program; null: nothing.</summary>
        public string? Failure(int seed, int number) =>
            seed == s_seed ? _failures.Value.GetValueOrDefault(number) : $"The batch's seed is {s_seed}.";

        private static Dictionary<int, string> Run()
        {
            Examination examination = Examination.OfBothSides();
            Dictionary<int, string> failures = [];
            foreach ((int number, Difference seen) in examination.Batch(s_seed, 0, Count))
            {
                bool isSteady = failures.Count < MostShrunk && examination.IsSteady(seen.Specimen);
                Difference shown = isSteady ? examination.Shrink(seen.Specimen) ?? seen : seen;
                failures[number] = shown.Describe(s_seed, number);
            }

            return failures;
        }
    }
}
