// Claims about names: equal names are one number, names come back as they went in, and the limits are OTP's.
using System.Numerics;
using System.Text;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Simulated.Identifiers;

public sealed class AtomTests
{
    private int _missed;

    public AtomTests()
    {
        Preemption.Reset();
        Assert.True(AtomTable.Initialize());
    }

    /// <summary>The fixed numbers and the table agree.</summary>
    [Fact]
    public void Well_known_atoms_have_their_names()
    {
        Assert.Equal(Atom.WellKnownCount, AtomTable.Count);
        Assert.Equal("normal", Atom.Normal.ToString());
        Assert.Equal("noproc", Atom.NoProcess.ToString());
        Assert.Equal("DOWN", Atom.Down.ToString());
        for (int number = 1; number <= Atom.WellKnownCount; number++)
        {
            Assert.Equal(new Atom(number), (Atom)Atom.WellKnownName(number));
        }

        Assert.Equal(Atom.WellKnownCount, AtomTable.Count);
    }

    /// <summary>The default value is no atom and prints nothing; the empty name is one.</summary>
    [Fact]
    public void None_is_not_the_empty_name()
    {
        Assert.True(default(Atom).IsNone);
        Assert.Equal("", default(Atom).ToString());
        Atom empty = "";
        Assert.False(empty.IsNone);
        Assert.Equal("", empty.ToString());
        Assert.Equal(empty, (Atom)"");
    }

    /// <summary>Names of every length, with the bounds between record and chunks among them, survive.</summary>
    [Fact]
    public void Names_of_every_length_come_back()
    {
        foreach (string unit in new[] { "a", "é", "漢", "😀" })
        {
            for (int length = 0; length <= Atom.MaximumLength; length++)
            {
                string name = new StringBuilder().Insert(0, unit, length).ToString();
                Atom atom = name;
                Assert.Equal(name, atom.ToString());
                Assert.Equal(atom, (Atom)name);
            }
        }

        Assert.Equal(0, Preemption.Depth);
    }

    /// <summary>Names that differ in one character only, wherever it is, are different atoms.</summary>
    [Fact]
    public void One_character_makes_another_atom()
    {
        string name = new('x', Atom.MaximumLength);
        var atoms = new HashSet<Atom> { name };
        for (int place = 0; place < name.Length; place++)
        {
            Assert.True(atoms.Add(string.Concat(name.AsSpan(0, place), "y", name.AsSpan(place + 1))));
        }
    }

    /// <summary>More than 255 characters, or half of one, is no name; nothing is left behind.</summary>
    [Fact]
    public void What_is_no_name_is_refused()
    {
        foreach (string wrong in new[] { new string('x', 256), new StringBuilder().Insert(0, "😀", 256).ToString(),
            new string('x', 100_000), "\uD800", "\uDC00x" })
        {
            Assert.Throws<ArgumentException>(() => (Atom)wrong);
            Assert.False(Atom.TryGetExisting(wrong, out _));
        }

        Assert.Throws<ArgumentNullException>(() => (Atom)null!);
        Assert.Equal(Atom.WellKnownCount, AtomTable.Count);
        Assert.Equal(0, Pool<AtomChunk>.InUse);
    }

    /// <summary>Asking whether there is an atom does not make one.</summary>
    [Fact]
    public void Looking_for_an_atom_makes_none()
    {
        Assert.False(Atom.TryGetExisting("nobody said this", out Atom none));
        Assert.True(none.IsNone);
        Atom made = "nobody said this";
        Assert.True(Atom.TryGetExisting("nobody said this", out Atom found));
        Assert.Equal(made, found);
        Assert.Equal(0, Preemption.Depth);
    }

    /// <summary>As many atoms as OTP allows, and not one more; all are found, and chains stay short.</summary>
    [Fact]
    public void There_are_1_048_576_atoms_at_most()
    {
        for (int number = Atom.WellKnownCount + 1; number <= Atom.MaximumCount; number++)
        {
            Assert.Equal(number, ((Atom)$"worker_{number}").Number);
        }

        Assert.Throws<OutOfMemoryException>(() => (Atom)"one too many");
        Assert.Equal(Atom.MaximumCount, AtomTable.Count);
        for (int number = Atom.WellKnownCount + 1; number <= Atom.MaximumCount; number += 7)
        {
            Assert.True(Atom.TryGetExisting($"worker_{number}", out Atom atom) && atom.Number == number);
            Assert.Equal($"worker_{number}", atom.ToString());
        }

        Assert.InRange(LongestChain(), 1, 24);
        Assert.Equal(0, Preemption.Depth);
    }

    /// <summary>Memory that runs out in the middle of a name leaves the table as it was.</summary>
    [Fact]
    public void A_name_that_finds_no_memory_leaves_nothing()
    {
        string name = new('x', Atom.MaximumLength);
        Pool<AtomChunk>.Memory = 2;
        Assert.Throws<OutOfMemoryException>(() => (Atom)name);
        Assert.Equal(0, Pool<AtomChunk>.InUse);
        Assert.Equal(Atom.WellKnownCount, AtomTable.Count);
        Assert.Equal(0, Preemption.Depth);
        Pool<AtomChunk>.Memory = int.MaxValue;
        Assert.Equal(name, ((Atom)name).ToString());
    }

    /// <summary>Without memory for buckets the table goes on, with longer chains.</summary>
    [Fact]
    public void A_table_that_cannot_grow_still_finds_everything()
    {
        Pool<AtomBuckets>.Memory = 0;
        Atom[] atoms = [.. Enumerable.Range(0, 1000).Select(number => (Atom)$"n{number}")];
        Pool<AtomBuckets>.Memory = int.MaxValue;
        Assert.Equal(atoms, Enumerable.Range(0, 1000).Select(number => (Atom)$"n{number}"));
        Atom[] more = [.. Enumerable.Range(1000, 5000).Select(number => (Atom)$"n{number}")];
        Assert.Equal(atoms, Enumerable.Range(0, 1000).Select(number => (Atom)$"n{number}"));
        Assert.Equal(more, Enumerable.Range(1000, 5000).Select(number => (Atom)$"n{number}"));
    }

    /// <summary>
    /// Who is preempted at the end of an insertion may find that others inserted a lot, and the same.
    /// </summary>
    [Fact]
    public void Others_may_insert_whenever_preemption_is_on() =>
        SeededRuns.Check(20, random =>
        {
            Assert.True(AtomTable.Initialize());
            var model = new Dictionary<string, Atom>();
            bool isInside = false;
            Preemption.Preempted = () =>
            {
                if (isInside)
                    return;

                isInside = true;
                for (int i = random.Next(4); i > 0; i--)
                {
                    Say(random, model);
                }

                isInside = false;
            };
            for (int i = 0; i < 2000; i++)
            {
                Say(random, model);
            }

            Preemption.Preempted = null;
            Assert.Equal(model.Count, model.Values.Distinct().Count());
            Assert.All(model, pair => Assert.Equal(pair.Key, pair.Value.ToString()));
        });

    /// <summary>
    /// Cores that make and look for the same names at the same time agree on every number, and a name that is there is
    /// found, whatever bucket is being split meanwhile.
    /// </summary>
    [Fact]
    public void Cores_agree_on_atoms()
    {
        const int Names = 20_000;
        var made = new Atom[4][];
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = made.Length }, core =>
        {
            made[core] = new Atom[Names];
            for (int i = 0; i < Names; i++)
            {
                // Each core begins elsewhere, so that each is the first with some names.
                int name = (i + (core * Names / made.Length)) % Names;
                made[core][name] = $"shared {name}";
                Assert.True(Atom.TryGetExisting($"shared {name}", out Atom found));
                Assert.Equal(made[core][name], found);
            }
        });

        Assert.Equal(Atom.WellKnownCount + Names, AtomTable.Count);
        Assert.All(made, atoms => Assert.Equal(made[0], atoms));
        Assert.Equal(Names, made[0].Distinct().Count());
    }

    /// <summary>
    /// A core that looks for the very names whose bucket another core is splitting finds each of them.
    /// </summary>
    [Fact]
    public void A_name_is_found_while_its_bucket_is_split()
    {
        bool isDone = false;
        var reader = new Thread(() =>
        {
            Span<byte> utf8 = stackalloc byte[AtomName.MaximumBytes];
            while (!Volatile.Read(ref isDone))
            {
                int added = Volatile.Read(ref Pool<AtomTableState>.At(1).Buckets);
                int source = added - (int)(BitOperations.RoundUpToPowerOf2((uint)added + 1) / 2);
                int number = AtomBuckets.At(source);
                if (number != 0 && AtomTable.Find(utf8[..AtomTable.CopyName(number, utf8)]) != number)
                    _missed = number;
            }
        });
        _missed = 0;
        reader.Start();
        for (int i = 0; i < 300_000; i++)
        {
            _ = (Atom)$"split {i}";
        }

        Volatile.Write(ref isDone, true);
        reader.Join();
        Assert.True(_missed == 0, $"atom {_missed} was not found");
    }

    private static void Say(Random random, Dictionary<string, Atom> model)
    {
        string name = $"name {random.Next(3000)}";
        Atom atom = name;
        if (!model.TryAdd(name, atom))
            Assert.Equal(model[name], atom);
    }

    private static int LongestChain()
    {
        int longest = 0;
        for (int bucket = 0; bucket < Pool<AtomTableState>.At(1).Buckets; bucket++)
        {
            int length = 0;
            for (int number = AtomBuckets.At(bucket); number != 0; number = Pool<AtomRecord>.At(number).NextInBucket)
            {
                length++;
            }

            longest = Math.Max(longest, length);
        }

        return longest;
    }
}
