// Claims about pids and references as values: equality, order of words, and the text that OTP would print.
using Cosmos.Runtime;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.Simulated.Identifiers;

public sealed class IdentifierTests
{
    [Fact]
    public void A_pid_prints_as_in_OTP()
    {
        Assert.Equal("<0.42.1>", new Pid(42, 1).ToString());
        Assert.Equal("<9.4294967295.7>", new Pid(uint.MaxValue, 7, 3, 9).ToString());
    }

    /// <summary>Every word counts, in equality and in the key of trees.</summary>
    [Fact]
    public void Pids_are_equal_when_all_their_words_are()
    {
        var pid = new Pid(1, 2, 3, 4);
        Assert.True(pid == new Pid(1, 2, 3, 4) && pid.Equals((object)new Pid(1, 2, 3, 4)));
        Assert.Equal(pid.GetHashCode(), new Pid(1, 2, 3, 4).GetHashCode());
        foreach (Pid other in new Pid[] { new(9, 2, 3, 4), new(1, 9, 3, 4), new(1, 2, 9, 4), new(1, 2, 3, 9) })
        {
            Assert.True(pid != other);
            Assert.True(pid.Key != other.Key);
        }

        Assert.True(default(Pid).IsNone && default(Pid).IsLocal);
        Assert.False(new Pid(1, 0).IsNone);
    }

    /// <summary>Three words, or four for a reference that has a slot; the first has 18 bits.</summary>
    [Fact]
    public void A_reference_prints_as_in_OTP()
    {
        Assert.Equal("#Ref<0.0.0.1>", new Ref(1).ToString());
        Assert.Equal("#Ref<0.0.1.0>", new Ref(1 << 18).ToString());
        Assert.Equal("#Ref<0.1.0.0>", new Ref(1ul << 50).ToString());
        Assert.Equal("#Ref<0.5.0.0.1>", Ref.Of(1, 5).ToString());
        Assert.Equal("#Ref<0.16383.4294967295.262143>", new Ref(ulong.MaxValue).ToString());
    }

    /// <summary>What leaves the node as words comes back as the same reference.</summary>
    [Fact]
    public void A_reference_survives_its_words() =>
        SeededRuns.Check(1000, random =>
        {
            Ref made = Ref.Of((ulong)random.NextInt64(), random.Next(2) * random.Next());
            Assert.True(made.Word(0) < 1 << 18);
            uint fourth = made.WordCount == 4 ? made.Word(3) : 0;
            Assert.Equal(made, Ref.FromWords(made.Word(0), made.Word(1), made.Word(2), fourth));
        });

    /// <summary>A reference without its slot, or with another one, is another reference.</summary>
    [Fact]
    public void A_slot_is_part_of_a_reference()
    {
        Ref made = Ref.Of(7, 3);
        Assert.Equal(3, made.Slot);
        Assert.Equal(0u, made.Creation);
        Assert.True(made != new Ref(7) && made != Ref.Of(7, 4) && made != Ref.Of(8, 3));
        Assert.True(made == Ref.Of(7, 3) && made.GetHashCode() == Ref.Of(7, 3).GetHashCode());
    }

    /// <summary>A foreign reference has a creation and never a slot here.</summary>
    [Fact]
    public void A_foreign_reference_has_no_slot()
    {
        var foreign = new Ref(7, 3, 12);
        Assert.Equal((3u, 12, 0), (foreign.Creation, foreign.Node, foreign.Slot));
        Assert.True(foreign != Ref.Of(7, 3) && foreign != new Ref(7, 3, 13) && foreign != new Ref(7, 4, 12));
        Assert.False(foreign.IsLocal);
    }

    [Fact]
    public void Unique_numbers_begin_at_one_and_do_not_repeat()
    {
        UniqueNumbers numbers = default;
        Assert.Equal((1ul, 2ul, 102ul), (numbers.Take(1), numbers.Take(100), numbers.Take(3)));
    }

    /// <summary>Keys are ordered by their high half first, without a sign.</summary>
    [Fact]
    public void Keys_are_ordered_as_128_bits()
    {
        TreeKey[] ascending =
            [new(0, 0), new(0, 1), new(0, ulong.MaxValue), new(1, 0), new(ulong.MaxValue, 0), new(ulong.MaxValue, 1)];
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int j = 0; j < ascending.Length; j++)
            {
                Assert.Equal(i < j, ascending[i] < ascending[j]);
                Assert.Equal(i > j, ascending[i] > ascending[j]);
                Assert.Equal(i == j, ascending[i] == ascending[j]);
            }
        }
    }
}
