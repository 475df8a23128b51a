// A link with virtual time: frames take a while, and if the test wants it some get lost, come twice or overtake others,
// all by a seed.
namespace Net.Tests.Interface;

/// <summary>Hosts on one link.</summary>
internal sealed class TestLink(int seed = 1)
{
    private readonly Random _random = new(seed);
    private readonly List<TestHost> _hosts = [];
    private readonly PriorityQueue<(Action<byte[]> To, byte[] Frame), (TimeSpan At, long Order)> _underWay = new();
    private readonly List<Func<byte[], TimeSpan, IEnumerable<byte[]>>> _stations = [];
    private long _order;

    public TimeSpan Now { get; private set; }

    /// <summary>How many of a hundred frames get lost.</summary>
    public int Loss { get; set; }

    /// <summary>How many of a hundred come twice.</summary>
    public int Twice { get; set; }

    /// <summary>The longest time that a frame is under way; the shortest is a tenth of a millisecond.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>All frames that were sent, lost ones as well.</summary>
    public List<(TimeSpan At, byte[] Frame)> Sent { get; } = [];

    public TestHost Add(TestHost host)
    {
        _hosts.Add(host);
        return host;
    }

    public void Remove(TestHost host) => _hosts.Remove(host);

    /// <summary>Adds a station that is no stack: it answers frames with frames.</summary>
    public void Add(Func<byte[], TimeSpan, IEnumerable<byte[]>> station) => _stations.Add(station);

    public void Remove(Func<byte[], TimeSpan, IEnumerable<byte[]>> station) => _stations.Remove(station);

    /// <summary>Puts a frame on the link.</summary>
    public void Put(byte[] frame, TestHost? from = null)
    {
        Sent.Add((Now, frame));
        foreach (TestHost host in _hosts.Where(host => host != from))
        {
            Send(frame, bytes =>
            {
                host.Take(bytes, Now);
                host.CheckSums();
            });
        }

        foreach (Func<byte[], TimeSpan, IEnumerable<byte[]>> station in _stations)
        {
            Send(frame, bytes =>
            {
                foreach (byte[] answer in station(bytes, Now))
                    Put(answer);
            });
        }
    }

    private void Send(byte[] frame, Action<byte[]> to)
    {
        int copies = _random.Next(100) < Loss ? 0 : _random.Next(100) < Twice ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
        {
            TimeSpan time = TimeSpan.FromMicroseconds(100) + (Delay * _random.NextDouble());
            _underWay.Enqueue((to, frame), (Now + time, _order++));
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time)
    {
        TimeSpan end = Now + time;
        Collect();
        while (true)
        {
            TimeSpan next = _hosts.Select(host => host.Ip.NextDeadline).Append(TimeSpan.MaxValue).Min();
            if (_underWay.TryPeek(out _, out (TimeSpan At, long Order) first) && first.At < next)
                next = first.At;
            if (next > end)
                break;

            Now = next > Now ? next : Now;
            while (_underWay.TryPeek(out (Action<byte[]> To, byte[] Frame) item, out first) && first.At <= Now)
            {
                _underWay.Dequeue();
                item.To(item.Frame);
            }

            foreach (TestHost host in _hosts)
                host.Ip.Advance(Now);

            Collect();
        }

        Now = end;
    }

    private void Collect()
    {
        foreach (TestHost host in _hosts)
        {
            foreach (byte[] frame in host.Drain())
                Put(frame, host);
        }
    }
}
