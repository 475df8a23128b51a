// JSON without reflection: the forward-only reader and writer over UTF-8, and the read-only document. RFC 8259 says
// what is valid; serialisation of arbitrary objects is left out, because it needs reflection or generated code.
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cosmos.Tests.Cases.Library.Data;

/// <summary>Writing, reading and navigating JSON.</summary>
public sealed class Json
{
    /// <summary>The writer escapes, nests and keeps numbers as they are.</summary>
    [Fact]
    public void TheWriterEscapesAndNests()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name", "a\"b\\\n");
            writer.WriteStartArray("list");
            writer.WriteNumberValue(1.50m);
            writer.WriteBooleanValue(true);
            writer.WriteNullValue();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        string written = Encoding.UTF8.GetString(buffer.WrittenSpan);
        Assert.Equal("""{"name":"a\u0022b\\\n","list":[1.50,true,null]}""", written);
    }

    /// <summary>The writer refuses a structure that would be no JSON.</summary>
    [Fact]
    public void TheWriterRefusesBrokenStructure()
    {
        using Utf8JsonWriter writer = new(new ArrayBufferWriter<byte>());
        writer.WriteStartObject();
        Assert.Throws<InvalidOperationException>(() => writer.WriteNumberValue(1));
        Assert.Throws<InvalidOperationException>(() => writer.WriteEndArray());
        writer.WriteEndObject();
        Assert.Equal(0, writer.CurrentDepth);
    }

    /// <summary>The reader gives token after token and unescapes text.</summary>
    [Fact]
    public void TheReaderGivesTokenAfterToken()
    {
        Utf8JsonReader reader = new(""" { "k" : [ -12.5e1, "\u20AC\t", false ] } """u8);
        List<string> tokens = [];
        while (reader.Read())
        {
            tokens.Add(reader.TokenType switch
            {
                JsonTokenType.Number => $"{reader.GetDouble()}",
                JsonTokenType.String or JsonTokenType.PropertyName => $"'{reader.GetString()}'",
                _ => $"{reader.TokenType}",
            });
        }

        string[] expected = ["StartObject", "'k'", "StartArray", "-125", "'€\t'", "False", "EndArray", "EndObject"];
        Assert.Sequence(expected, tokens);
    }

    /// <summary>What RFC 8259 forbids is refused, with line and position.</summary>
    [Fact]
    public void InvalidTextIsRefused()
    {
        string[] invalid =
        [
            "{", "[1,]", "{\"a\":}", "01", "nul", "\"\u0001\"", "[1] 2", "{'a':1}", "\"\\x\"", "[1 /*c*/]",
        ];
        foreach (string text in invalid)
        {
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
        }

        JsonException bad = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse("[1,\n 2,\n x]"));
        Assert.Equal(2L, bad.LineNumber);
        JsonDocumentOptions lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        Assert.Equal(2, JsonDocument.Parse("[1, /*c*/ 2,]", lenient).RootElement.GetArrayLength());
    }

    /// <summary>
    /// A document is navigated by name and index, and its numbers are read as any type that holds them.
    /// </summary>
    [Fact]
    public void ADocumentIsNavigated()
    {
        using JsonDocument document = JsonDocument.Parse("""{"a":{"b":[10,2.5,"x"]},"big":18446744073709551615}""");
        JsonElement list = document.RootElement.GetProperty("a").GetProperty("b");
        Assert.Equal(10, list[0].GetInt32());
        Assert.Equal(2.5m, list[1].GetDecimal());
        Assert.Equal("x", list[2].GetString());
        Assert.Equal(ulong.MaxValue, document.RootElement.GetProperty("big").GetUInt64());
        Assert.False(document.RootElement.TryGetProperty("c", out _));
        Assert.Throws<KeyNotFoundException>(() => document.RootElement.GetProperty("c"));
        Assert.Throws<InvalidOperationException>(() => list.GetString());
        Assert.Throws<FormatException>(() => list[1].GetInt32());
        Assert.Sequence(["a", "big"], document.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("[10,2.5,\"x\"]", list.GetRawText());
    }

    /// <summary>A tree of nodes can be edited and written again.</summary>
    [Fact]
    public void ANodeTreeCanBeEdited()
    {
        JsonObject tree = JsonNode.Parse("""{"irq":[1,2]}""")!.AsObject();
        tree["irq"]!.AsArray().Add((JsonNode)3);
        tree["name"] = "nic";
        tree.Remove("absent");
        Assert.Equal("""{"irq":[1,2,3],"name":"nic"}""", tree.ToJsonString());
        Assert.Equal(3, tree["irq"]![2]!.GetValue<int>());
    }

    /// <summary>A long document read in small pieces gives the same tokens as at once.</summary>
    [Fact]
    public void PiecesGiveTheSameTokens()
    {
        string items = string.Join(',', Enumerable.Range(0, 200).Select(x => $"\"é{x}\""));
        byte[] text = Encoding.UTF8.GetBytes($"[{items}]");
        JsonReaderState state = default;
        int tokens = 0;
        int consumed = 0;
        for (int end = 7; consumed < text.Length; end = Math.Min(end + 7, text.Length))
        {
            Utf8JsonReader reader = new(text.AsSpan(consumed, end - consumed), end == text.Length, state);
            while (reader.Read())
            {
                tokens++;
            }

            consumed += (int)reader.BytesConsumed;
            state = reader.CurrentState;
        }

        Assert.Equal(202, tokens);
    }
}
