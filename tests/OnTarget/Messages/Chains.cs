// Lists, chains and trees of objects of one type: copies go through them in loops of their own (GraphTrace.Alike.cs,
// GraphWriter), which end wherever the next object is another one's, of another type, in another block, known already,
// or does not fit the list. So the cases make all of these meet.
using System.Text;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about graphs of objects that are alike.</summary>
public sealed class Chains
{
    private abstract class Link
    {
        public int Number;
        public object? Next;
    }

    private sealed class Plain : Link
    {
    }

    private sealed class Wide : Link
    {
        public long More = 7;
    }

    private sealed class Fork
    {
        public Fork? Left;
        public int Number;
        public Fork? Right;
        public object? Last;
    }

    /// <summary>As many as the trace's list has room for, at each of its sizes, one less and one more.</summary>
    [Fact]
    public void Of_any_length() => PrivateHeap.Run(static () =>
    {
        foreach (int room in Sizes.IsStressed ? [2, 48, 192] : new[] { 2, 48, 192, 768, 3072 })
        {
            for (int length = room - 2; length <= room + 2; length++)
            {
                Link? first = null;
                for (int i = 0; i < length; i++)
                {
                    first = new Plain { Number = i, Next = first };
                }

                CopyIsTrue(first, $"{length} links");
            }
        }
    });

    /// <summary>
    /// Links of two types, which begin in several places and end in nothing, in themselves, in a literal or in another
    /// object; some of them came by messages and lie where those do.
    /// </summary>
    [Fact]
    public void With_random_ends() => PrivateHeap.Run(static () =>
    {
        for (int seed = 0; seed < Sizes.Held(ordinary: 400, stressed: 60); seed++)
        {
            Random random = new(seed);
            var links = new Link[random.Next(1, 130)];
            bool isWide = false;
            for (int i = 0; i < links.Length; i++)
            {
                isWide ^= random.Next(12) == 0;
                links[i] = isWide ? new Wide { Number = i } : new Plain { Number = i };
                links[i].Next = i == 0 ? null : links[i - 1];
                if (random.Next(40) == 0)
                {
                    Receive(links, i);
                }
            }

            links[0].Next = random.Next(5) switch
            {
                0 => links[random.Next(links.Length)],
                1 => "literal",
                2 => new Fork { Number = seed, Last = links[^1] },
                3 => (object)seed,
                _ => null,
            };
            CopyIsTrue(links[^1], $"seed {seed}");
            CopyIsTrue(new object[] { links[random.Next(links.Length)], links[^1], links[0] }, $"array, seed {seed}");
        }
    });

    /// <summary>Trees and other graphs of one type, parts of which came by messages.</summary>
    [Fact]
    public void Of_two_references() => PrivateHeap.Run(static () =>
    {
        for (int seed = 0; seed < Sizes.Held(ordinary: 400, stressed: 60); seed++)
        {
            Random random = new(seed);
            var forks = new Fork[random.Next(1, 130)];
            for (int i = 0; i < forks.Length; i++)
            {
                forks[i] = new Fork { Number = i, Left = Pick(i), Right = Pick(i) };
                forks[i].Last = random.Next(20) == 0 ? new Plain { Number = i, Next = forks[i] } : null;
                if (random.Next(40) == 0)
                {
                    forks[i] = PrivateHeap.Copy(forks[i]);
                }
            }

            forks[0].Left = forks[random.Next(forks.Length)];
            CopyIsTrue(forks[^1], $"seed {seed}");

            Fork? Pick(int most) => most == 0 || random.Next(5) == 0 ? null : forks[random.Next(most)];
        }
    });

    // The links up to this one become copies, which lie together in a block of their own.
    private static void Receive(Link[] links, int last)
    {
        var copy = (Link?)PrivateHeap.Copy<object>(links[last]);
        for (int i = last; i >= 0; i--)
        {
            links[i] = copy!;
            copy = copy!.Next as Link;
        }
    }

    private static void CopyIsTrue(object? root, string what)
    {
        string before = Describe(root, out HashSet<object> originals);
        object? copy = PrivateHeap.Copy(root);
        string after = Describe(copy, out HashSet<object> copies);
        copies.IntersectWith(originals);
        if (after != before || copies.Count != 0 || Describe(root, out _) != before)
        {
            Assert.Fail($"{what}: {copies.Count} originals in the copy of{Environment.NewLine}{before}, it is{after}");
        }
    }

    // Numbers objects in the order in which they are met.
    private static string Describe(object? root, out HashSet<object> met)
    {
        Dictionary<object, int> numbers = new(ReferenceEqualityComparer.Instance);
        Queue<object> queue = new();
        StringBuilder text = new(Name(root));
        while (queue.TryDequeue(out object? current))
        {
            text.Append(current switch
            {
                Wide wide => $"; w{wide.Number} {wide.More} {Name(wide.Next)}",
                Link link => $"; {link.Number} {Name(link.Next)}",
                Fork fork => $"; f{fork.Number} {Name(fork.Left)} {Name(fork.Right)} {Name(fork.Last)}",
                object[] many => $"; {string.Join(' ', many.Select(Name))}",
                _ => "?",
            });
        }

        met = new HashSet<object>(numbers.Keys, ReferenceEqualityComparer.Instance);
        return text.ToString();

        string Name(object? part)
        {
            if (part is null or string or int)
            {
                return part?.ToString() ?? "-";
            }

            if (numbers.TryAdd(part, numbers.Count))
            {
                queue.Enqueue(part);
            }

            return "#" + numbers[part];
        }
    }
}
