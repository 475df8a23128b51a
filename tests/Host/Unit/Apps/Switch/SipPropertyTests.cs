// What holds for every input: random and mutated datagrams never throw and stay within bounds, what was parsed is
// written and parsed to the same, and a refusal can be read unless the row it copies is the broken one.
using System.Diagnostics;
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class SipPropertyTests
{
    private const int Mutants = 200_000;

    /// <summary>What breaks parsers, put in at random places.</summary>
    private static readonly string[] s_pieces =
    [
        "\r\n", "\r\n ", "\n", "\r", "\0", "\"", "\\", "<", ">", ";", ",", ":", "=", "@", "%", "%00", "[", "]", "?",
        "&", "/", " ", "\t", "*", "-1", "99999999999999999999", "SIP/2.0", "\r\n\r\n", "Via: SIP/2.0/UDP x\r\n", "tag=",
        ";tag=1", "l: 5\r\n", "Contact: *\r\n", "sip:", "[::1]", "\u00e9", "\ud83d\ude00", ";;;;", "<<<<", "\"\"\"",
    ];

    // Bytes of any kind: never an exception.
    [Fact]
    public void RandomBytesNeverThrow()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            Check(random.Next(2) == 0 ? bytes : [.. "INVITE sip:a@b SIP/2.0\r\n"u8, .. bytes, .. "\r\n\r\n"u8], seed);
        }
    }

    // Messages that are nearly right: RFC 4475's and our own, changed a little.
    [Fact]
    public void MutatedMessagesNeverThrow()
    {
        byte[][] corpus = [.. TortureMessages.All.Select(message => message.Bytes), SipText.Invite()];
        int messages = 0;
        var clock = Stopwatch.StartNew();
        for (int seed = 0; seed < Mutants; seed++)
        {
            var random = new Random(seed);
            messages += Check(Mutate(corpus[random.Next(corpus.Length)], random), seed) ? 1 : 0;
        }

        // Most parsers that are tested so refuse all; then nothing behind the first line was tested.
        Assert.InRange(messages, Mutants / 20, Mutants * 19 / 20);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}: some input is slow");
    }

    // Messages out of the grammar: parse(write(m)) == m, and their parts are what they were made of.
    [Fact]
    public void WhatIsWrittenIsParsedToTheSame()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            SipRequest request = new SipGrammar(new Random(seed)).Request();
            byte[] datagram = SipWriter.Write(request);
            SipParsing parsing = SipParser.Parse(datagram);
            Assert.True(request.Equals(parsing.Message), $"seed {seed}: {parsing.Fault}: {Text(datagram)}");
            var again = (SipRequest)parsing.Message!;
            Assert.True(request.Fields.To == again.Fields.To && request.Fields.Vias.SequenceEqual(again.Fields.Vias)
                && request.Uri == again.Uri, $"seed {seed}: fields differ");
            SipResponse response = request.Respond(StatusCode.Ok, "t");
            Assert.True(response.Equals(SipParser.Parse(SipWriter.Write(response)).Message), $"seed {seed}: response");
        }
    }

    // A URI is equivalent to itself and to its spelling with every character escaped that may be (§19.1.4).
    [Fact]
    public void UrisAreEquivalentToTheirEscapedForm()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            SipUri uri = new SipGrammar(random).Uri();
            var escaped = new StringBuilder();
            foreach (char character in uri.User ?? "")
            {
                bool isEscaped = char.IsAsciiLetterOrDigit(character) && random.Next(2) == 0
                    && !(escaped.Length > 0 && escaped[^1] == '%') && !(escaped.Length > 1 && escaped[^2] == '%');
                escaped.Append(isEscaped ? $"%{(int)character:x2}" : $"{character}");
            }

            string text = uri.User is null
                ? $"{uri}"
                : $"{uri}".Replace($":{uri.User}@", $":{escaped}@", StringComparison.Ordinal);
            Assert.True(AddressSpec.TryParse(text, out AddressSpec? other), $"seed {seed}: {text}");
            Assert.True(uri.IsEquivalent(other) && other.IsEquivalent(uri), $"seed {seed}: {uri} and {text}");
        }
    }

    private static bool Check(byte[] datagram, int seed)
    {
        try
        {
            SipParsing parsing = SipParser.Parse(datagram);
            if (parsing.Message is { } message)
            {
                SipParsing again = SipParser.Parse(SipWriter.Write(message));
                Assert.True(message.Equals(again.Message), $"seed {seed}: not the same again: {again.Fault}");
                (message as SipRequest)?.ReceivedFrom("192.0.2.1", 5060).Respond(StatusCode.Ok, "t");
                SessionDescription.Parse(message.Body.Span);
            }
            else
            {
                Assert.NotEqual(SipFault.None, parsing.Fault);
                parsing.Fragment?.Refuse("192.0.2.1", 5060, "t");
            }

            return parsing.IsMessage;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"seed {seed}: {Text(datagram)}", exception);
        }
    }

    private static byte[] Mutate(byte[] datagram, Random random)
    {
        List<byte> bytes = [.. datagram];
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 2; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
