// A phone of the laboratory's own that asks whether the exchange works: OPTIONS, answered by whatever carries a request
// from the card to a transaction and back; a call to nobody, answered 404 by a call's process and recorded; and a
// registration with a password. Each question has a branch of its own, and answers are kept by branch, so a late answer
// to an old question is nobody's.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Cosmos.Tests.Faults.Phones;

/// <summary>A probing phone.</summary>
internal sealed class Probe : IDisposable
{
    private const int Port = 5090;
    private const int LargestDatagram = 65_536;
    private const string Realm = "cosmos";

    private static readonly TimeSpan[] s_pauses =
        [.. ((int[])[500, 1000, 2000, 4000, 4000]).Select(static ms => TimeSpan.FromMilliseconds(ms))];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<string, Answered> _answers = new();
    private readonly object _news = new();
    private readonly string _exchange;
    private readonly string _here;
    private readonly string _name = Guid.NewGuid().ToString("N")[..8];
    private int _last;

    /// <summary>A probe.</summary>
    /// <param name="exchange">The exchange's address.</param>
    /// <param name="here">This side's.</param>
    public Probe(string exchange, string here)
    {
        (_exchange, _here) = (exchange, here);
        _socket.Bind(new IPEndPoint(IPAddress.Parse(here), Port));
        _socket.Connect(new IPEndPoint(IPAddress.Parse(exchange), 5060));
        new Thread(Receive) { IsBackground = true, Name = "probe" }.Start();
    }

    /// <summary>Call-IDs of the calls to nobody that were answered.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Sends OPTIONS once. <see cref="AnswerTo"/> tells what came.</summary>
    /// <returns>The question's branch.</returns>
    public string SendOptions()
    {
        string branch = NextBranch();
        Send(Request("OPTIONS", $"sip:{_exchange}", $"<sip:{_exchange}>", branch, branch, 1));
        return branch;
    }

    /// <summary>The final answer to a question; null: it has not come in this time.</summary>
    public Answered? AnswerTo(string branch, TimeSpan patience)
    {
        long begun = Stopwatch.GetTimestamp();
        lock (_news)
        {
            while (true)
            {
                if (_answers.TryGetValue(branch, out Answered answer))
                {
                    return answer;
                }

                TimeSpan left = patience - Stopwatch.GetElapsedTime(begun);
                if (left <= TimeSpan.Zero)
                {
                    return null;
                }

                Monitor.Wait(_news, left);
            }
        }
    }

    /// <summary>Calls a number that nobody has, and acknowledges the refusal.</summary>
    /// <returns>The status; 0: no answer came, though the question was repeated.</returns>
    public int CallNobody()
    {
        string branch = NextBranch();
        string to = $"<sip:nobody@{_exchange}>";
        string uri = $"sip:nobody@{_exchange}";
        string contact = $"Contact: <sip:probe@{_here}:{Port}>";
        if (Ask(branch, Request("INVITE", uri, to, branch, branch, 1, contact)) is not { } answer)
        {
            return 0;
        }

        Calls.Add(branch);
        Send(Request("ACK", uri, SipText.Field(answer.Text, "To"), branch, branch, 1));
        return SipText.StatusOf(answer.Text);
    }

    /// <summary>Registers a subscriber, whose password is "secret" and his number, at a port of this side.</summary>
    /// <returns>The status; 0: no answer came.</returns>
    public int Register(string user, int port)
    {
        string id = NextBranch();
        string[] more = [$"Contact: <sip:{user}@{_here}:{port}>", "Expires: 600"];
        if (Ask(id, Request("REGISTER", $"sip:{_exchange}", $"<sip:{user}@{_exchange}>", id, id, 1, more))
            is not { } first)
        {
            return 0;
        }

        string challenge = SipText.Field(first.Text, "WWW-Authenticate");
        if (challenge.Length == 0)
        {
            return SipText.StatusOf(first.Text);
        }

        string branch = NextBranch();
        string[] signed = [.. more, Credentials(user, SipText.Parameter(challenge, "nonce"))];
        Answered? second = Ask(
            branch, Request("REGISTER", $"sip:{_exchange}", $"<sip:{user}@{_exchange}>", branch, id, 2, signed));
        return second is { } answer ? SipText.StatusOf(answer.Text) : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // RFC 2617 §3.2.2.1, with the URI as it is.
    private string Credentials(string user, string nonce)
    {
        string uri = $"sip:{_exchange}";
        string secret = Hash($"{user}:{Realm}:secret{user}");
        string response = Hash($"{secret}:{nonce}:00000001:{_name}:auth:{Hash($"REGISTER:{uri}")}");
        return $"Authorization: Digest username=\"{user}\",realm=\"{Realm}\",nonce=\"{nonce}\",uri=\"{uri}\","
            + $"response=\"{response}\",algorithm=MD5,cnonce=\"{_name}\",qop=auth,nc=00000001";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private string NextBranch() => $"z9hG4bK{_name}{++_last}";

    private string Request(
        string method, string uri, string to, string branch, string callId, int number, params string[] more)
    {
        // A registration is of who registers himself.
        string from = method == "REGISTER" ? to : $"<sip:probe@{_here}>";
        return SipText.Message(
            [
                $"{method} {uri} SIP/2.0",
                $"Via: SIP/2.0/UDP {_here}:{Port};rport;branch={branch}",
                "Max-Forwards: 70",
                $"From: {from};tag={_name}",
                $"To: {to}",
                $"Call-ID: {callId}",
                $"CSeq: {number} {method}",
                .. more,
            ]);
    }

    // RFC 3261 §17.1.1.2, timer A, and no longer than a telephone's user would wait.
    private Answered? Ask(string branch, string request)
    {
        foreach (TimeSpan pause in s_pauses)
        {
            Send(request);
            if (AnswerTo(branch, pause) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    private void Send(string text)
    {
        try
        {
            _socket.Send(Encoding.UTF8.GetBytes(text));
        }
        catch (SocketException)
        {
            // Linux hands over what ICMP said of an earlier datagram, or has no neighbour: this one is lost, as on a
            // network.
        }
    }

    private void Receive()
    {
        byte[] datagram = new byte[LargestDatagram];
        while (true)
        {
            int length;
            try
            {
                length = _socket.Receive(datagram);
            }
            catch (SocketException error) when (error.SocketErrorCode is not SocketError.OperationAborted)
            {
                continue; // ICMP's word of an earlier datagram
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            string text = Encoding.UTF8.GetString(datagram, 0, length);
            if (SipText.StatusOf(text) >= 200)
            {
                lock (_news)
                {
                    string branch = SipText.Parameter(SipText.Field(text, "Via"), "branch");
                    _answers.TryAdd(branch, new Answered(text, Stopwatch.GetTimestamp()));
                    Monitor.PulseAll(_news);
                }
            }
        }
    }

    /// <summary>An answer.</summary>
    /// <param name="Text">It.</param>
    /// <param name="At">When it came; a timestamp.</param>
    internal readonly record struct Answered(string Text, long At);
}
