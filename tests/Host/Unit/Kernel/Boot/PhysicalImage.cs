// Physical memory for parsers, made of an array: structures are laid into it as a boot loader would, and the window
// that the parser gets ends where the array ends.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

internal sealed class PhysicalImage(int length)
{
    private readonly byte[] _bytes = new byte[length];

    public Span<byte> Bytes => _bytes;

    public void U32(int address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(address), value);

    public void U64(int address, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(address), value);

    public void Text(int address, ReadOnlySpan<byte> text) => text.CopyTo(_bytes.AsSpan(address));

    /// <summary>Parses, on the heap because a BootInfo is some 10 KiB.</summary>
    public unsafe (BootInfoFault Fault, StrongBox<BootInfo> Info) Parse(bool pvh, ulong address)
    {
        var info = new StrongBox<BootInfo>();
        fixed (byte* origin = _bytes)
        {
            var window = new PhysicalWindow(origin, (ulong)_bytes.Length);
            return (pvh
                ? PvhStartInfo.Parse(window, address, ref info.Value)
                : Multiboot2Info.Parse(window, address, ref info.Value), info);
        }
    }
}
