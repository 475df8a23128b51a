// Streams over memory and the readers and writers on top of them. The claims are about borders: a position past the
// end, a read that gets less than it asked for, a character cut in two by a buffer.
using System.Globalization;
using System.Text;

namespace Cosmos.Tests.Cases.Library.Data;

/// <summary>MemoryStream, BufferedStream, binary and text readers and writers.</summary>
public sealed class Streams
{
    /// <summary>A memory stream grows, seeks, truncates and fills a gap with zeros.</summary>
    [Fact]
    public void AMemoryStreamGrowsSeeksAndTruncates()
    {
        using MemoryStream stream = new();
        stream.Write([1, 2, 3]);
        stream.Seek(2, SeekOrigin.End);
        stream.WriteByte(9);
        Assert.Sequence<byte>([1, 2, 3, 0, 0, 9], stream.ToArray());
        stream.Position = 4;
        byte[] buffer = new byte[8];
        Assert.Equal(2, stream.Read(buffer, 0, 8));
        Assert.Equal(0, stream.Read(buffer));
        Assert.Equal(-1, stream.ReadByte());
        stream.SetLength(2);
        Assert.Equal(2, stream.Position);
        Assert.Throws<IOException>(() => stream.Seek(-3, SeekOrigin.End));
        stream.Position = 0;
        Assert.Throws<EndOfStreamException>(() => stream.ReadExactly(buffer));
    }

    /// <summary>A stream over a given array cannot grow, and a closed or read-only one refuses.</summary>
    [Fact]
    public void StreamsRefuseWhatTheyCannotDo()
    {
        MemoryStream fixedSize = new(new byte[2]);
        fixedSize.Write([1, 2]);
        Assert.Throws<NotSupportedException>(() => fixedSize.WriteByte(3));
        MemoryStream readOnly = new([1], writable: false);
        Assert.False(readOnly.CanWrite);
        Assert.Throws<NotSupportedException>(() => readOnly.WriteByte(1));
        fixedSize.Dispose();
        Assert.Throws<ObjectDisposedException>(() => fixedSize.ReadByte());
        Assert.False(fixedSize.CanRead);
    }

    /// <summary>A binary reader gets back what a binary writer put in, little-endian and length-prefixed.</summary>
    [Fact]
    public void BinaryReadersGetBackWhatWritersPut()
    {
        MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(0x01020304);
            writer.Write("é€");
            writer.Write(1.5);
            writer.Write(12.34m);
            writer.Write7BitEncodedInt(300);
            writer.Write(true);
        }

        Assert.Sequence<byte>([4, 3, 2, 1, 5, 0xC3, 0xA9], stream.ToArray().Take(7));
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        Assert.Equal(0x01020304, reader.ReadInt32());
        Assert.Equal("é€", reader.ReadString());
        Assert.Equal(1.5, reader.ReadDouble());
        Assert.Equal(12.34m, reader.ReadDecimal());
        Assert.Equal(300, reader.Read7BitEncodedInt());
        Assert.True(reader.ReadBoolean());
        Assert.Throws<EndOfStreamException>(() => reader.ReadByte());
    }

    /// <summary>
    /// A stream reader decodes over its buffer's borders, detects a byte order mark and splits lines.
    /// </summary>
    [Fact]
    public void AStreamReaderDecodesAcrossItsBuffer()
    {
        string line = string.Concat(Enumerable.Repeat("aé€😀", 60));
        byte[] bytes = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(line + "\r\n" + line + "\nlast")];
        using StreamReader reader = new(new MemoryStream(bytes), Encoding.Latin1, true, bufferSize: 128);
        Assert.Equal(line, reader.ReadLine());
        Assert.Equal('a', reader.Peek());
        Assert.Equal(line, reader.ReadLine());
        Assert.Equal("last", reader.ReadToEnd());
        Assert.True(reader.EndOfStream);
        Assert.Equal(65001, reader.CurrentEncoding.CodePage);
    }

    /// <summary>A stream writer flushes its text as bytes of its encoding.</summary>
    [Fact]
    public void AStreamWriterFlushesItsText()
    {
        MemoryStream stream = new();
        using (StreamWriter writer = new(stream, new UTF8Encoding(false), 16, leaveOpen: true) { NewLine = "\n" })
        {
            writer.WriteLine("{0}+{1}", 1, "é");
            writer.Write('x');
            writer.Write(2.5m.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal("1+é\nx2.5", Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>String readers and writers are the same over text in memory.</summary>
    [Fact]
    public void StringReadersSplitLines()
    {
        using StringReader reader = new("one\r\ntwo\rthree");
        Assert.Sequence(["one", "two"], (string?[])[reader.ReadLine(), reader.ReadLine()]);
        Assert.Equal("three", reader.ReadToEnd());
        Assert.Null(reader.ReadLine());
        using StringWriter writer = new() { NewLine = "|" };
        writer.WriteLine("a");
        writer.Write(['b', 'c'], 1, 1);
        Assert.Equal("a|c", writer.ToString());
    }

    /// <summary>A buffered stream passes everything on, in order, whatever the sizes of the pieces.</summary>
    [Fact]
    public void ABufferedStreamPassesEverythingOn()
    {
        const int Seed = 44;
        Random random = new(Seed);
        MemoryStream inner = new();
        List<byte> model = [];
        BufferedStream stream = new(inner, 64);
        for (int i = 0; i < 300; i++)
        {
            byte[] piece = new byte[random.Next(150)];
            random.NextBytes(piece);
            stream.Write(piece);
            model.AddRange(piece);
        }

        stream.Flush();
        Assert.True(inner.ToArray().AsSpan().SequenceEqual(model.ToArray()), $"seed {Seed}");
        stream.Position = 1_000;
        Assert.Equal((int)model[1_000], stream.ReadByte());
        MemoryStream copy = new();
        inner.Position = 0;
        inner.CopyTo(copy, 100);
        Assert.Equal(model.Count, (int)copy.Length);
    }
}
