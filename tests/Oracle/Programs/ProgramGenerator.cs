// Writes programs by chance. The same seed and number give the same program on every side, so a batch travels as two
// numbers. What is drawn is biased towards what interacts: processes that are linked, names that are taken, references
// that were made, messages that somebody waits for.
namespace Cosmos.Tests.Oracle.Programs;

/// <summary>Programs by seed and number.</summary>
internal sealed partial class ProgramGenerator
{
    private const int FewestOperations = 8;
    private const int MostOperations = 40;

    private readonly Random _random;
    private readonly Outlook _outlook = new();
    private readonly List<Operation> _operations = [];
    private readonly List<string> _monitors = [];
    private readonly List<string> _aliases = [];
    private readonly List<string> _timers = [];
    private readonly Dictionary<string, int> _owners = [];
    private int _references;

    private ProgramGenerator(int seed, int number) => _random = new Random(unchecked((seed * 1_000_003) + number));

    /// <summary>The program: with an even number about processes, with an odd one about supervisors.</summary>
    /// <param name="seed">Of the batch.</param>
    /// <param name="number">Within the batch.</param>
    public static OracleProgram Generate(int seed, int number)
    {
        var generator = new ProgramGenerator(seed, number);
        if (number % 2 != 0)
        {
            return new TreeGenerator(generator._random).Generate();
        }

        int count = generator._random.Next(FewestOperations, MostOperations);
        while (generator._operations.Count < count && generator._outlook.Acting.Count != 0)
        {
            generator.Add();
        }

        return new OracleProgram(generator._operations);
    }

    private void Add()
    {
        int roll = _random.Next(100);
        Action draw = roll switch
        {
            < 12 => Spawn,
            < 28 => Send,
            < 42 => Receive,
            < 51 => Tie,
            < 63 => Watch,
            < 71 => End,
            < 77 => Name,
            < 85 => Time,
            < 92 => Flag,
            < 97 => Look,
            _ => Stretch,
        };
        draw();
    }

    private void Emit(int actor, string verb, params string[] words) =>
        _operations.Add(new Operation(Slot(actor), verb, words));

    private static string Slot(int slot) => $"p{slot}";

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private int Actor() => Chance(97) || _outlook.Waiting.Count == 0 ? Pick(_outlook.Acting) : Pick(_outlook.Waiting);

    // Mostly somebody who is there.
    private int Other() => Chance(80) ? Pick(_outlook.Acting) : _random.Next(_outlook.Count);

    // Mostly who made the reference.
    private int Owner(string reference) =>
        Chance(85) && _owners.TryGetValue(reference, out int owner) && _outlook.Acting.Contains(owner)
            ? owner
            : Actor();

    private string NewReference(int owner)
    {
        string reference = $"r{_references++}";
        _owners[reference] = owner;
        return reference;
    }

    private string OldReference(List<string> kind) =>
        kind.Count != 0 && Chance(95) ? kind[^(1 + _random.Next(Math.Min(kind.Count, 4)))]
        : _references != 0 ? $"r{_random.Next(_references)}"
        : "r0";

    private string NameWord() => $"n{_random.Next(3)}";

    private string Tag() => $"t{_random.Next(3)}";

    private string PriorityWord() => Chance(70) ? "normal" : Pick(["low", "high", "max"]);

    private string ReasonWord() =>
        Pick(["normal", "shutdown", "kill", "killed", "oops", "oops", "bad", $"x{_random.Next(9)}"]);

    private string Payload() => _random.Next(14) switch
    {
        < 5 => $"#{_random.Next(100)}",
        5 => ":yes",
        6 => "~text",
        7 => "nil",
        8 => $"[#{_random.Next(9)},~a,:b]",
        9 => $"%{_random.Next(9, 400)}",
        10 => $"${_random.Next(65, 2000)}",
        11 => Slot(Other()),
        12 when _references != 0 => OldReference(_monitors),
        _ => "[]",
    };
}
