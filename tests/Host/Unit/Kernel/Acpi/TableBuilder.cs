// Makes ACPI tables byte by byte, so that tests can say what firmware could say, right or wrong.
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

internal sealed class TableBuilder
{
    private readonly List<byte> _bytes = [];

    public TableBuilder(string signature, byte revision = 1)
    {
        Ascii(signature).U32(0).U8(revision).U8(0).Ascii("COSMOS").Ascii("UNITTEST").U32(1).Ascii("TEST").U32(1);
    }

    // A structure that does not begin with a table's header.
    private TableBuilder()
    {
    }

    public static TableBuilder Empty() => new();

    public TableBuilder U8(byte value)
    {
        _bytes.Add(value);
        return this;
    }

    public TableBuilder U16(ushort value) => U8((byte)value).U8((byte)(value >> 8));

    public TableBuilder U32(uint value) => U16((ushort)value).U16((ushort)(value >> 16));

    public TableBuilder U64(ulong value) => U32((uint)value).U32((uint)(value >> 32));

    public TableBuilder Ascii(string text) => Bytes(Encoding.ASCII.GetBytes(text));

    public TableBuilder Bytes(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public TableBuilder Zeroes(int count) => Bytes(new byte[count]);

    public TableBuilder Address(byte space, byte width, ulong address) => U8(space).U8(width).U8(0).U8(0).U64(address);

    // Overwrites what stands at an offset.
    public TableBuilder At(int offset, params byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _bytes[offset + i] = bytes[i];
        }

        return this;
    }

    // Length and checksum of a description table.
    public byte[] Table()
    {
        byte[] table = [.. _bytes];
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(4), table.Length);
        return WithChecksum(table, 9, table.Length);
    }

    public byte[] Raw() => [.. _bytes];

    public static byte[] WithChecksum(byte[] bytes, int at, int length)
    {
        bytes[at] = 0;
        bytes[at] = (byte)-bytes.Take(length).Sum(value => value);
        return bytes;
    }
}
