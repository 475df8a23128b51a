// What a linked image has to be, read from the ELF file itself with the build's own reader: nothing that is written to
// can be executed, boot loaders find their headers where they look, and no path of the building machine is inside. The
// image is hello, which `make check` and `make test` build first.
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Tests.Check.Images;

/// <summary>Claims about <c>out/hello-linux</c>.</summary>
public sealed class ImageRules
{
    private const int LoadableSegment = 1;
    private const uint Executable = 1;
    private const uint Writable = 2;
    private const uint Both = Executable | Writable;
    private const int LargestHello = 1_500_000;

    private static readonly Lazy<byte[]> s_image = new(() =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "out", "hello-linux")));

    [Fact]
    public void No_segment_is_both_writable_and_executable() =>
        Assert.All(Segments(), segment => Assert.NotEqual(Both, segment.Flags & Both));

    [Fact]
    public void Segments_share_no_page() =>
        Assert.All(
            Segments().Where(segment => segment.Type == LoadableSegment),
            segment => Assert.Equal(0UL, segment.Address % 4096));

    /// <summary>Multiboot2 specification §3.1.1: on an 8-byte border within the first 32 KiB.</summary>
    [Fact]
    public void The_Multiboot2_header_is_where_GRUB_looks()
    {
        int place = Find([0xD6, 0x50, 0x52, 0xE8]);
        Assert.InRange(place, 0, (32 * 1024) - 16);
        Assert.Equal(0, place % 8);
    }

    [Fact]
    public void No_path_of_this_machine_is_inside() =>
        Assert.Equal(-1, Find(Encoding.UTF8.GetBytes(Repository.Root + "/")));

    [Fact]
    public void Hello_is_small() => Assert.InRange(s_image.Value.Length, 1, LargestHello);

    private static int Find(ReadOnlySpan<byte> bytes) => s_image.Value.AsSpan().IndexOf(bytes);

    private static IEnumerable<(uint Type, uint Flags, ulong Address)> Segments()
    {
        byte[] image = s_image.Value;
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(0x20));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(0x36));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(0x38));
        for (int index = 0; index < count; index++)
        {
            int header = table + (index * size);
            yield return (
                BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(header)),
                BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(header + 4)),
                BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(header + 0x10)));
        }
    }
}
