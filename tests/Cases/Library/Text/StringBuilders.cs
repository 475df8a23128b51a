// StringBuilder is a chain of chunks that looks like one mutable string. The interesting places are the borders: an
// edit in the middle of the chain, an index far from the end, growth past the first chunk, the limit on the length.
using System.Globalization;
using System.Text;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Building and editing text with <see cref="StringBuilder"/>.</summary>
public sealed class StringBuilders
{
    /// <summary>Appending ten thousand numbers equals joining them, however many chunks that takes.</summary>
    [Fact]
    public void AppendingManyPiecesEqualsJoiningThem()
    {
        StringBuilder builder = new();
        for (int i = 0; i < 10_000; i++)
        {
            builder.Append(i).Append(';');
        }

        string expected = string.Join(";", Enumerable.Range(0, 10_000)) + ";";
        Assert.Equal(expected.Length, builder.Length);
        Assert.Equal(expected, builder.ToString());
        Assert.True(builder.Equals(new StringBuilder(expected)));
    }

    /// <summary>Insert, Remove and Replace edit across chunk borders like the same edits of a string.</summary>
    [Fact]
    public void EditsAcrossChunksEqualEditsOfAString()
    {
        const int Seed = 4711;
        Random random = new(Seed);
        StringBuilder builder = new(16);
        string model = "";
        for (int step = 0; step < 2_000; step++)
        {
            int at = random.Next(model.Length + 1);
            if (model.Length > 600 || random.Next(3) == 0)
            {
                int count = random.Next(model.Length - at + 1);
                builder.Remove(at, count);
                model = model.Remove(at, count);
            }
            else
            {
                string piece = new((char)('a' + random.Next(26)), random.Next(40));
                builder.Insert(at, piece);
                model = model.Insert(at, piece);
            }

            Assert.True(builder.Length == model.Length, $"step {step} of seed {Seed}");
        }

        Assert.Equal(model, builder.ToString());
        Assert.Equal(model.Replace("a", "<A>"), builder.Replace("a", "<A>").ToString());
    }

    /// <summary>GetChunks shows the whole content in order.</summary>
    [Fact]
    public void ChunksAreTheContentInOrder()
    {
        StringBuilder builder = new(4);
        builder.Append("first ").Append("second ").Append('x', 500).Insert(3, "---");
        string joined = "";
        foreach (ReadOnlyMemory<char> chunk in builder.GetChunks())
        {
            joined += chunk.ToString();
        }

        Assert.Equal("fir---st second " + new string('x', 500), joined);
    }

    /// <summary>The indexer reads and writes single characters anywhere in the chain.</summary>
    [Fact]
    public void TheIndexerReachesEveryCharacter()
    {
        StringBuilder builder = new(1);
        builder.Append("abc").Append("def").Append("ghi");
        for (int i = 0; i < builder.Length; i++)
        {
            builder[i] = char.ToUpperInvariant(builder[i]);
        }

        Assert.Equal("ABCDEFGHI", builder.ToString());
        Assert.Equal("DEF", builder.ToString(3, 3));
        Assert.Throws<IndexOutOfRangeException>(() => _ = builder[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder[9] = 'x');
    }

    /// <summary>AppendFormat, AppendJoin, AppendLine and interpolated Append build the text they name.</summary>
    [Fact]
    public void FormattedAppendsBuildTheirText()
    {
        StringBuilder builder = new();
        builder.AppendFormat(CultureInfo.InvariantCulture, "{0:X4}|{1,6:F2}|{2,-4}|", 0xBEEF, 2.5, "ab");
        builder.AppendJoin(", ", [1, 2, 3]).Append(CultureInfo.InvariantCulture, $"|{1.25m}");
        Assert.Equal("BEEF|  2.50|ab  |1, 2, 3|1.25", builder.ToString());
        Assert.Throws<FormatException>(() => builder.AppendFormat(CultureInfo.InvariantCulture, "{1}", 0));
    }

    /// <summary>Length can be shortened and grown (with NULs); Clear empties; MaxCapacity is a limit.</summary>
    [Fact]
    public void LengthAndCapacityAreObeyed()
    {
        StringBuilder builder = new("kernel");
        builder.Length = 4;
        Assert.Equal("kern", builder.ToString());
        builder.Length = 6;
        Assert.Equal("kern\0\0", builder.ToString());
        Assert.Equal(0, builder.Clear().Length);
        Assert.True(builder.EnsureCapacity(100) >= 100);

        StringBuilder limited = new(4, 8);
        limited.Append("12345678");
        Assert.Equal(8, limited.MaxCapacity);
        Assert.Throws<ArgumentOutOfRangeException>(() => limited.Append('9'));
    }
}
