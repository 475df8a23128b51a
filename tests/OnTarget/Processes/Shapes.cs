// Messages of all shapes: values, texts, arrays small and large, trees, cycles, closures, what is shared by all.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Random graphs that can travel.</summary>
internal static class Shapes
{
    /// <summary>How many kinds there are.</summary>
    public const int Kinds = 14;

    /// <summary>A random one.</summary>
    public static object? Make(Dice random) => Make(random.Next(Kinds), random);

    /// <summary>One of a kind.</summary>
    public static object? Make(int kind, Dice random) => kind switch
    {
        0 => null,
        1 => random.Next(),
        2 => random.NextDouble(),
        3 => "a literal, shared by all",
        4 => new string('x', random.Next(200)),
        5 => new byte[random.Next(300)],
        6 => new long[random.Next(20_000)],
        7 => Tree(random, 4),
        8 => Cycle(random),
        9 => Closure(random.Next()),
        10 => new List<object?> { 1, "two", 3.0, null, new[] { 4 } },
        11 => new Dictionary<string, int> { ["one"] = 1, ["two"] = 2 },
        12 => (Process.Self, Process.MakeRef(), (Atom)"name"),
        _ => typeof(Shapes),
    };

    private static Node? Tree(Dice random, int depth) => depth == 0
        ? null
        : new Node(random.Next()) { Left = Tree(random, depth - 1), Right = Tree(random, depth - 1) };

    private static Node Cycle(Dice random)
    {
        var first = new Node(random.Next());
        first.Left = new Node(random.Next()) { Left = first, Right = first };
        return first;
    }

    private static Func<int> Closure(int value) => () => value;

    private sealed class Node(int value)
    {
        public int Value { get; } = value;

        public Node? Left { get; set; }

        public Node? Right { get; set; }
    }
}
