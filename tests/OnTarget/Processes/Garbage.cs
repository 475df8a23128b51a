// A message of about 128 KB with every shape in it: records, strings, boxed values, arrays of values and of references,
// one object reached by two ways, and a cycle. It can say whether it arrived whole. OTP's process_SUITE calls it
// kb_128.
namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A graph of many shapes that knows what it must look like.</summary>
internal sealed class Garbage
{
    private const int Branches = 32;
    private const int Words = 512;

    private readonly long _seed;
    private readonly Twig[] _twigs = new Twig[Branches];
    private readonly object[] _mixed;
    private readonly Garbage _self;

    /// <summary>The graph of a seed; equal seeds make equal graphs.</summary>
    public Garbage(long seed)
    {
        _seed = seed;
        for (int index = 0; index < Branches; index++)
        {
            Twig? previous = index == 0 ? null : _twigs[index - 1];
            _twigs[index] = new Twig($"twig {index} of {seed}", Fill(seed + index), previous);
        }

        _mixed = [seed, "text", 'c', 1.5, _twigs[0], (1, "two"), new[] { "a", "b" }, new List<int> { 1, 2, 3 }];
        _self = this;
    }

    /// <summary>Fails unless the object is the graph of this seed, whole, with sharing and cycle.</summary>
    public static void Check(object? value, long seed)
    {
        Garbage garbage = Assert.IsType<Garbage>(value);
        Assert.Equal(seed, garbage._seed);
        Assert.Same(garbage, garbage._self);
        Assert.Same(garbage._twigs[0], garbage._mixed[4]);
        for (int index = 0; index < Branches; index++)
        {
            Twig twig = garbage._twigs[index];
            Assert.Equal($"twig {index} of {seed}", twig.Name);
            Assert.Sequence(Fill(seed + index), twig.Numbers);
            Assert.Same(index == 0 ? null : garbage._twigs[index - 1], twig.Previous);
        }

        Assert.Equal(seed, (long)garbage._mixed[0]);
        Assert.Equal((1, "two"), ((int, string))garbage._mixed[5]);
        Assert.Sequence(["a", "b"], (string[])garbage._mixed[6]);
        Assert.Sequence([1, 2, 3], (List<int>)garbage._mixed[7]);
    }

    private static long[] Fill(long seed)
    {
        var numbers = new long[Words];
        for (int index = 0; index < Words; index++)
        {
            numbers[index] = (seed * 31) + index;
        }

        return numbers;
    }

    private sealed record Twig(string Name, long[] Numbers, Twig? Previous);
}
