// One direction of a cable. All of its whims come out of a seed, in the order of the frames; which frame is hit depends
// on what is sent meanwhile, so a seed replays the trouble and not the run.
//
// A bit is turned over in IPv4 packets only, where checksums of IP and UDP notice it. ARP has none: a wrong bit there
// is another address, which no stack can tell from a right one.
namespace Cosmos.Tests.Faults.Wires;

/// <summary>Takes frames to one end.</summary>
/// <param name="deliver">The end.</param>
internal sealed class Lane(Action<byte[]> deliver)
{
    private const int EtherTypeAt = 12;
    private const int HeaderBytes = 14;
    private const int BitsOfByte = 8;

    private readonly Lock _lock = new();
    private Random _random = new(0);
    private Trouble _trouble;
    private byte[]? _held;

    /// <summary>Frames that something was done to.</summary>
    public int Hit { get; private set; }

    /// <summary>From here on the cable is like this; what it holds back goes first.</summary>
    public void Set(Trouble trouble, int seed)
    {
        lock (_lock)
        {
            _random = new Random(seed);
            _trouble = trouble;
            Release();
        }
    }

    /// <summary>A frame enters.</summary>
    public void Pass(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            if (Strikes(_trouble.Lost))
            {
                return;
            }

            byte[] copy = frame.ToArray();
            if (IsIpv4(copy) && Strikes(_trouble.Corrupted))
            {
                int bit = _random.Next(HeaderBytes * BitsOfByte, copy.Length * BitsOfByte);
                copy[bit / BitsOfByte] ^= (byte)(1 << (bit % BitsOfByte));
            }

            if (_held is null && Strikes(_trouble.Overtaken))
            {
                _held = copy;
                return;
            }

            deliver(copy);
            if (Strikes(_trouble.Doubled))
            {
                deliver(copy);
            }

            Release();
        }
    }

    private static bool IsIpv4(byte[] frame) =>
        frame.Length > HeaderBytes && frame[EtherTypeAt] == 0x08 && frame[EtherTypeAt + 1] == 0x00;

    private void Release()
    {
        if (_held is not null)
        {
            deliver(_held);
            _held = null;
        }
    }

    private bool Strikes(double share)
    {
        if (share == 0 || _random.NextDouble() >= share)
        {
            return false;
        }

        Hit++;
        return true;
    }
}
