// Lays out Multiboot 2 boot information as the specification has it: 8-byte aligned tags after a total size.
using System.Buffers.Binary;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

internal sealed class TagList(int start)
{
    private readonly PhysicalImage _image = new(0x8000);
    private int _end = start + 8;

    public TagList Add(uint type, ReadOnlySpan<byte> body)
    {
        _image.U32(_end, type);
        _image.U32(_end + 4, (uint)(8 + body.Length));
        body.CopyTo(_image.Bytes[(_end + 8)..]);
        _end = (_end + 8 + body.Length + 7) & ~7;
        return this;
    }

    public PhysicalImage End()
    {
        Add(0, default);
        _image.U32(start, (uint)(_end - start));
        return _image;
    }

    public static byte[] MemoryMap(int step, params (ulong Address, ulong Length, uint Type)[] entries)
    {
        byte[] body = new byte[8 + step * entries.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)step);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = body.AsSpan(8 + i * step);
            BinaryPrimitives.WriteUInt64LittleEndian(entry, entries[i].Address);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], entries[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], entries[i].Type);
        }

        return body;
    }

    public static byte[] EfiMap(int step, params (uint Type, ulong Address, ulong Pages)[] descriptors)
    {
        byte[] body = new byte[8 + step * descriptors.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)step);
        for (int i = 0; i < descriptors.Length; i++)
        {
            Span<byte> descriptor = body.AsSpan(8 + i * step);
            BinaryPrimitives.WriteUInt32LittleEndian(descriptor, descriptors[i].Type);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[8..], descriptors[i].Address);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[24..], descriptors[i].Pages);
        }

        return body;
    }

    public static byte[] Framebuffer(ulong address, uint pitch, uint width, uint height, byte bits, byte type)
    {
        byte[] body = new byte[30];
        BinaryPrimitives.WriteUInt64LittleEndian(body, address);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(8), pitch);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(12), width);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(16), height);
        body[20] = bits;
        body[21] = type;
        byte[] rgb = [16, 8, 8, 8, 0, 8];
        rgb.CopyTo(body, 24);
        return body;
    }
}
