// Random messages out of RFC 3261's grammar, for property tests: legal in every part, and unlike what people send.
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

/// <summary>Makes legal values of random choices.</summary>
internal sealed class SipGrammar(Random random)
{
    private const string Token = "abcXYZ019-.!%*_+`'~";

    /// <summary>A request with all that it must have and some that it may.</summary>
    public SipRequest Request()
    {
        Assert.True(SipMethod.TryParse(random.Next(2) == 0 ? "INVITE" : Text(Token, 12), out SipMethod method));
        SipHeaders headers = SipHeaders.Empty;
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            headers = headers.And(HeaderKind.Via, $"SIP/2.0/{Text(Token, 5)} {Host()}{Port()}{Parameters()}");
        }

        headers = headers.And(HeaderKind.From, Address()).And(HeaderKind.To, Address())
            .And(HeaderKind.CallId, $"{Text("az09<>()\\\"/[]?{}", 9)}@{Text(Token, 9)}")
            .And(HeaderKind.CSeq, $"{random.Next()} {method}");
        for (int count = random.Next(4); count > 0; count--)
        {
            headers = headers.And(HeaderKind.Contact, Address());
            headers = headers.And("X-" + Text(Token, 8), Text("aé大 ;,\"<", 9).Trim());
        }

        byte[] body = new byte[random.Next(40)];
        random.NextBytes(body);
        return SipRequest.Create(method, Uri(), headers, body);
    }

    /// <summary>A SIP URI without headers.</summary>
    public SipUri Uri()
    {
        string escaped = random.Next(4) == 0 ? "%40%00" : "";
        string user = random.Next(3) == 0 ? "" : $"{Text("ab09-_.!~*'()&=+$,;?/", 9)}{escaped}@";
        string text = $"sip{(random.Next(3) == 0 ? "s" : "")}:{user}{Host()}{Port()}{UriParameters()}";
        Assert.True(AddressSpec.TryParse(text, out AddressSpec? uri), text);
        return Assert.IsType<SipUri>(uri);
    }

    private string Address() => random.Next(3) switch
    {
        0 => $"<{Uri()}>{Parameters()}",
        1 => $"{QuotedText.Write(Text("aé大\"\\<>;,\a\0 ", 9))} <{Uri()}>{Parameters()}",
        _ => $"{Text(Token, 6)} {Text(Token, 6)} <{Uri()}>{Parameters()}",
    };

    private string Host() => random.Next(4) switch
    {
        0 => "[2001:db8::1]",
        1 => "192.0.2.1",
        2 => $"{Text("abc09", 8)}.example",
        _ => $"a{Text("abc09", 8)}.{Text("abc09", 8)}-x.example.",
    };

    private string Port() => random.Next(2) == 0 ? "" : $":{random.Next(1, 65536)}";

    private string Parameters()
    {
        var text = new StringBuilder();
        for (int count = random.Next(4); count > 0; count--)
        {
            text.Append($";p{count}{Text(Token, 4)}").Append(random.Next(3) switch
            {
                0 => "",
                1 => $"={Text(Token, 6)}",
                _ => $"={QuotedText.Write(Text("a;=,\"\\ é", 6))}",
            });
        }

        return text.ToString();
    }

    private string UriParameters()
    {
        var text = new StringBuilder();
        for (int count = random.Next(4); count > 0; count--)
        {
            text.Append($";p{count}{(random.Next(2) == 0 ? "" : $"={Text("az[]/:&+$-_.!~*'()", 6)}")}");
        }

        return text.ToString();
    }

    // Not empty.
    private string Text(string alphabet, int most) =>
        new([.. random.GetItems<char>(alphabet, random.Next(1, most + 1))]);
}
