// A stretch of memory that holds objects and belongs to one owner: the unit in which heaps get and give back memory, in
// which messages travel, and by which the owner of any object is found. The header lies at the block's beginning;
// behind it the objects lie side by side, so that a block can be walked from its first object to its top.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps;

/// <summary>What a block is for.</summary>
internal enum BlockKind : uint
{
    /// <summary>The block that a process allocates in.</summary>
    Main,

    /// <summary>A message: in flight, in a mailbox, or taken and waiting for the next collection.</summary>
    Fragment,

    /// <summary>Objects that must not move: pinned arrays.</summary>
    Pinned,

    /// <summary>Objects of nobody.</summary>
    Shared,
}

/// <summary>Header of a block.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
internal unsafe struct HeapBlock
{
    /// <summary>Offset of the word by which blocks that nobody rents are linked.</summary>
    public const int LinkOffset = 0x08;

    /// <summary>Offset of the word by which the first blocks of batches are linked that nobody rents.</summary>
    public const int BatchLinkOffset = 0x38;

    /// <summary>Who may write here; null: shared, or in flight.</summary>
    [FieldOffset(0x00)] public ContextBlock* Owner;

    /// <summary>The next block in whatever list this one is in.</summary>
    [FieldOffset(LinkOffset)] public HeapBlock* Next;

    /// <summary>
    /// Where the next object's header word begins: objects lie below. For the main block of a running process the
    /// truth is its allocation pointer, less one word.
    /// </summary>
    [FieldOffset(0x10)] public byte* Top;

    /// <summary>One past the last usable byte.</summary>
    [FieldOffset(0x18)] public byte* End;

    /// <summary>One bit for each word that belongs to a donated object, or null when none was donated.</summary>
    [FieldOffset(0x20)] public ulong* Donated;

    /// <summary>What it is for.</summary>
    [FieldOffset(0x28)] public BlockKind Kind;

    /// <summary>Marks of the pool and of the collector.</summary>
    [FieldOffset(0x2C)] public uint Flags;

    /// <summary>
    /// Last large binary in a block that no heap has yet, whose next is the first; 0 afterwards. See Messages/Binaries.
    /// </summary>
    [FieldOffset(0x30)] public nint Binaries;

    /// <summary>The block before this one, in the list of examined blocks.</summary>
    [FieldOffset(BatchLinkOffset)] public HeapBlock* Previous;

    /// <summary>Bytes of memory that the block occupies, header and all.</summary>
    public static long SizeOf(HeapBlock* block) => block->End - (byte*)block;

    /// <summary>Where the first object's header word lies.</summary>
    public static byte* Start(HeapBlock* block) => (byte*)block + sizeof(HeapBlock);
}
