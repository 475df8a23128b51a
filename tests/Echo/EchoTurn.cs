// One turn: datagrams of one size to one guest for some time, with a number of them under way. With one under way the
// time to the answer is the round trip; with more it is the time in queues, and answers in a second are what the guest
// can do. A datagram carries its number, and behind it bytes that have to come back as they were.
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace Cosmos.Tests.EchoRace;

/// <summary>A turn of datagrams.</summary>
internal sealed class EchoTurn : IDisposable
{
    private const int SilenceMs = 2_000; // whoever has not answered then, does not
    private const int SocketBytes = 4 << 20;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(500);

    private readonly EchoGuest _guest;
    private readonly int _window;
    private readonly Socket _socket;
    private readonly byte[] _datagram;
    private readonly byte[] _answer = new byte[2048];
    private readonly Dictionary<int, long> _underWay = [];
    private readonly List<long> _times = new(1 << 20);
    private int _next;
    private int _lost;
    private int _wrong;

    /// <summary>Prepares one.</summary>
    /// <param name="guest">Who is to answer.</param>
    /// <param name="bytes">The length of each datagram, at least 4.</param>
    /// <param name="window">How many are under way.</param>
    public EchoTurn(EchoGuest guest, int bytes, int window)
    {
        _guest = guest;
        _window = window;
        _datagram = new byte[bytes];
        new Random(bytes).NextBytes(_datagram);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = SilenceMs,
            ReceiveBufferSize = SocketBytes,
        };
        _socket.Connect(guest.Address);
    }

    /// <summary>Runs it.</summary>
    public EchoFigures Run(TimeSpan span)
    {
        Pass(s_warmUp);
        _times.Clear();
        _lost = 0;
        TimeSpan processor = _guest.ProcessorTime;
        long begun = Stopwatch.GetTimestamp();
        Pass(span);
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        processor = _guest.ProcessorTime - processor;
        if (_times.Count == 0)
        {
            throw new InvalidOperationException($"{_guest.Name} does not answer any more.");
        }

        _times.Sort();
        return new EchoFigures(
            _times.Count / seconds,
            Us(_times.Count / 2),
            Us(_times.Count * 99 / 100),
            processor.TotalMicroseconds / _times.Count,
            _lost,
            _wrong);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Pass(TimeSpan span)
    {
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < span)
        {
            while (_underWay.Count < _window)
            {
                Send();
            }

            Receive();
        }

        while (_underWay.Count > 0)
        {
            Receive();
        }
    }

    private void Send()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_datagram, _next);
        _underWay.Add(_next++, Stopwatch.GetTimestamp());
        _socket.Send(_datagram);
    }

    private void Receive()
    {
        int length;
        try
        {
            length = _socket.Receive(_answer);
        }
        catch (SocketException silence) when (silence.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            _lost += _underWay.Count;
            _underWay.Clear();
            return;
        }

        ReadOnlySpan<byte> answer = _answer.AsSpan(0, length);
        if (length != _datagram.Length || !answer[sizeof(int)..].SequenceEqual(_datagram.AsSpan(sizeof(int))))
        {
            _wrong++;
        }
        else if (_underWay.Remove(BinaryPrimitives.ReadInt32LittleEndian(answer), out long sent))
        {
            _times.Add(Stopwatch.GetTimestamp() - sent); // whose number is not under way came too late, and is lost
        }
    }

    private double Us(int index) => TimeSpan.FromSeconds((double)_times[index] / Stopwatch.Frequency).TotalMicroseconds;
}
