// GC info is a stream of bits, lowest bit of each byte first. Numbers come in two forms: a fixed number of bits, or
// groups of `base` bits with one more bit that says whether another group follows.
// Source: dotnet/runtime src/coreclr/inc/gcinfodecoder.h, checked against compiled code.
namespace Cosmos.Core.Heaps.Roots;

/// <summary>A position in a stream of bits. A copy reads on from the same place on its own.</summary>
internal unsafe struct BitReader(byte* start)
{
    private readonly byte* _start = start;

    /// <summary>The number of bits read.</summary>
    public nuint Position { get; set; }

    /// <summary>Reads one bit.</summary>
    public bool ReadBit()
    {
        nuint position = Position++;
        return ((_start[position >> 3] >> (int)(position & 7)) & 1) != 0;
    }

    /// <summary>Reads an unsigned number of <paramref name="bits"/> bits, at most 32.</summary>
    public uint Read(int bits)
    {
        uint value = 0;
        for (int i = 0; i < bits; i++)
        {
            value |= (ReadBit() ? 1u : 0u) << i;
        }

        return value;
    }

    /// <summary>Reads an unsigned number in groups of <paramref name="groupBits"/> bits.</summary>
    public uint ReadVariable(int groupBits)
    {
        uint value = 0;
        for (int shift = 0; ; shift += groupBits)
        {
            value |= Read(groupBits) << shift;
            if (!ReadBit())
            {
                return value;
            }
        }
    }

    /// <summary>Reads a signed number in groups: the highest bit of the last group is the sign.</summary>
    public int ReadVariableSigned(int groupBits)
    {
        uint value = 0;
        int bits = 0;
        do
        {
            value |= Read(groupBits) << bits;
            bits += groupBits;
        }
        while (ReadBit());
        int unused = 32 - bits;
        return unused <= 0 ? (int)value : (int)(value << unused) >> unused;
    }

    /// <summary>Moves on without reading.</summary>
    public void Skip(nuint bits) => Position += bits;

    /// <summary>Moves on to the next whole byte.</summary>
    public void AlignToByte() => Position = (Position + 7) & ~(nuint)7;
}
