// QEMU's debugger port, to change a machine's memory between firmware and kernel. Six commands of the GDB remote
// serial protocol (GDB manual, "Remote Protocol"): packets are $TEXT#CC with a checksum of two hexadecimal digits, each
// is acknowledged by a +. QEMU calls us, so there is nothing to wait for but the call.
using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>A connection to QEMU's GDB stub.</summary>
internal sealed class GdbStub : IDisposable
{
    private const int TimeoutMs = 60_000;
    private const int MostBytesAtOnce = 1024;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"gdb-{Guid.NewGuid():N}");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private NetworkStream? _stream;

    public GdbStub()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen(backlog: 1);
    }

    /// <summary>Makes QEMU call us, with the processor stopped before its first instruction.</summary>
    public IReadOnlyList<string> Arguments => ["-chardev", $"socket,id=gdb,path={_path}", "-gdb", "chardev:gdb", "-S"];

    /// <summary>Lets the machine run until it is about to execute the instruction at an address.</summary>
    public void RunTo(ulong address)
    {
        _stream ??= new NetworkStream(_listener.Accept(), ownsSocket: true) { ReadTimeout = TimeoutMs };
        string breakpoint = string.Create(CultureInfo.InvariantCulture, $"1,{address:x},1");
        Assert.Equal("OK", Ask("Z" + breakpoint));
        Assert.StartsWith("T", Ask("c"), StringComparison.Ordinal);
        Assert.Equal("OK", Ask("z" + breakpoint));
    }

    /// <summary>Reads memory as the processor sees it.</summary>
    public byte[] Read(ulong address, int count)
    {
        List<byte> bytes = [];
        while (bytes.Count < count)
        {
            int piece = Math.Min(MostBytesAtOnce, count - bytes.Count);
            ulong from = address + (ulong)bytes.Count;
            string hex = Ask(string.Create(CultureInfo.InvariantCulture, $"m{from:x},{piece:x}"));
            Assert.Equal(piece * 2, hex.Length);
            bytes.AddRange(Convert.FromHexString(hex));
        }

        return [.. bytes];
    }

    /// <summary>The second of the general registers.</summary>
    public ulong ReadRbx() => BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(Ask("g")).AsSpan(8));

    /// <summary>Changes memory, read-only shadow memory included.</summary>
    public void Write(ulong address, byte value) =>
        Assert.Equal("OK", Ask(string.Create(CultureInfo.InvariantCulture, $"M{address:x},1:{value:x2}")));

    /// <summary>Leaves; the machine runs on.</summary>
    public void Detach() => Assert.Equal("OK", Ask("D"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
        File.Delete(_path);
    }

    private string Ask(string command)
    {
        int sum = command.Aggregate(0, (total, character) => total + character) & 0xFF;
        _stream!.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${command}#{sum:x2}")));
        while (ReadCharacter() != '$')
        {
            // Acknowledgements, and nothing else, stand between packets.
        }

        StringBuilder answer = new();
        for (char character = ReadCharacter(); character != '#'; character = ReadCharacter())
        {
            answer.Append(character);
        }

        ReadCharacter();
        ReadCharacter();
        _stream.Write("+"u8);
        return answer.ToString();
    }

    private char ReadCharacter()
    {
        int value = _stream!.ReadByte();
        return value >= 0 ? (char)value : throw new IOException("QEMU closed its debugger port");
    }
}
