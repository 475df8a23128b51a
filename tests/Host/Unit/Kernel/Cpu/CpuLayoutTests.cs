// The structures that the processor reads, and those that assembly shares: sizes and offsets as the Intel SDM prints
// them.
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Interrupts;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Tests.Host.Unit.Kernel.Cpu;

public unsafe class CpuLayoutTests
{
    // SDM Vol. 3A: TSS Figure 7-11, gate Figure 6-8, pseudo-descriptor §3.5.1; the others are our own.
    [Theory]
    [InlineData(typeof(TaskStateSegment), 104)]
    [InlineData(typeof(InterruptGate), 16)]
    [InlineData(typeof(DescriptorTablePointer), 10)]
    [InlineData(typeof(CpuidResult), 16)]
    [InlineData(typeof(CpuState), 0xB0)]
    public void Sizes(Type type, int size) => Assert.Equal(size, Marshal.SizeOf(type));

    [Theory]
    [InlineData(typeof(TaskStateSegment), "Rsp0", 4)]
    [InlineData(typeof(TaskStateSegment), "Ist1", 36)]
    [InlineData(typeof(TaskStateSegment), "Ist4", 60)]
    [InlineData(typeof(TaskStateSegment), "Ist7", 84)]
    [InlineData(typeof(TaskStateSegment), "IoMapBase", 102)]
    [InlineData(typeof(InterruptGate), "Selector", 2)]
    [InlineData(typeof(InterruptGate), "InterruptStack", 4)]
    [InlineData(typeof(InterruptGate), "Attributes", 5)]
    [InlineData(typeof(InterruptGate), "OffsetMiddle", 6)]
    [InlineData(typeof(InterruptGate), "OffsetHigh", 8)]
    [InlineData(typeof(DescriptorTablePointer), "Base", 2)]
    [InlineData(typeof(CpuState), "Rax", 0x70)]
    [InlineData(typeof(CpuState), "Vector", 0x78)]
    [InlineData(typeof(CpuState), "Rip", 0x88)]
    [InlineData(typeof(CpuState), "Ss", 0xA8)]
    public void Offsets(Type type, string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf(type, field));

    // The core block is unaligned for nobody: the TSS, which the processor writes, starts on 16 bytes and stays in its
    // page.
    [Fact]
    public void TheCoreBlockHoldsItsTables()
    {
        CoreBlock block = default;
        Assert.Equal(0x940, sizeof(CoreBlock));
        Assert.Equal(0x20, (int)((byte*)block.Gdt - (byte*)&block));
        Assert.Equal(0x80, (int)((byte*)&block.Tss - (byte*)&block));
    }

    // SDM Vol. 3A §7.2.3, Figure 7-4: base and limit are scattered over the descriptor; type 9 is an available 64-bit
    // TSS.
    [Fact]
    public void TheTaskDescriptorScattersItsBase()
    {
        const ulong Base = 0x1234_5678_9ABC_DEF0;
        Assert.Equal(0x9A00_89BC_DEF0_0067, CoreSegments.TaskDescriptorLow(Base, 104));
        Assert.Equal(0x1234_5678u, CoreSegments.TaskDescriptorHigh(Base));
    }

    // SDM Vol. 3A §6.14.1: the handler's address in three pieces.
    [Fact]
    public void GatesScatterTheirHandler()
    {
        InterruptGate gate = InterruptGate.To(0x1234_5678_9ABC_DEF0, 8, 4);
        Assert.Equal(0xDEF0, gate.OffsetLow);
        Assert.Equal(0x9ABC, gate.OffsetMiddle);
        Assert.Equal(0x1234_5678u, gate.OffsetHigh);
        Assert.Equal(0x8E, gate.Attributes);
        Assert.Equal(4, gate.InterruptStack);
        Assert.Equal(0u, gate.Reserved);
    }

    // SDM Vol. 3A Table 6-1: which exceptions push an error code; a wrong one shifts the frame by a word.
    [Fact]
    public void ErrorCodesAreThoseOfTheManual()
    {
        uint[] with = [8, 10, 11, 12, 13, 14, 17, 21, 29, 30];
        for (int vector = 0; vector < CpuVectors.FirstInterrupt; vector++)
        {
            Assert.Equal(with.Contains((uint)vector), (CpuVectors.WithErrorCode >> vector & 1) != 0);
        }
    }

    // Each of the three that may come at any time has a stack to itself.
    [Fact]
    public void AbortsHaveTheirOwnStacks()
    {
        byte[] own = [CpuVectors.StackOf(2), CpuVectors.StackOf(8), CpuVectors.StackOf(18)];
        Assert.Equal(3, own.Distinct().Count());
        Assert.DoesNotContain(CpuVectors.StackOf(14), own);
        Assert.DoesNotContain(CpuVectors.StackOf(32), own);
        Assert.Equal(CpuVectors.StackOf(13), CpuVectors.StackOf(14));
        Assert.NotEqual(CpuVectors.StackOf(14), CpuVectors.StackOf(255));
    }

    // SDM Vol. 3A Tables 4-15 to 4-20; and no right both to write and to execute.
    [Fact]
    public void PageRightsAreWriteXorExecute()
    {
        Assert.Equal(0x8000_0000_0000_0063, PageEntry.ReadWrite);
        Assert.Equal(0x8000_0000_0000_0061, PageEntry.Read);
        Assert.Equal(0x61u, PageEntry.ReadExecute);
        Assert.Equal(0x18u, PageEntry.Uncached);
        Assert.Equal(0u, PageEntry.For(Cosmos.Core.Memory.MemoryAccess.None) & PageEntry.Present);
    }
}
