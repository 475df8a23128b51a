// Which cores are started, of lists that are true and of lists that lie.
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Tests.Host.Unit.Kernel.Acpi;

namespace Cosmos.Tests.Host.Unit.Kernel.Cores;

public class CoreCandidatesTests
{
    private const uint Boot = 4;

    // All but the core that asks, in the list's order.
    [Fact]
    public void TheOthersAreStarted()
    {
        Sorted sorted = Sort(isX2Apic: false, room: 63, 0, 2, Boot, 6);
        Assert.Equal([0u, 2u, 6u], sorted.Ids);
        Assert.True(sorted.ListsBootCore);
        Assert.Equal((0, 0), (sorted.Unreachable, sorted.Surplus));
    }

    [Fact]
    public void AListWithoutTheBootCoreIsNoticed()
    {
        Sorted sorted = Sort(isX2Apic: false, room: 63, 1, 2);
        Assert.False(sorted.ListsBootCore);
        Assert.Equal([1u, 2u], sorted.Ids);
    }

    // Ids that only the x2APIC can address, and those that mean everybody.
    [Fact]
    public void UnreachableCoresAreLeftOut()
    {
        Sorted narrow = Sort(isX2Apic: false, room: 63, Boot, 254, 255, 256, 70_000);
        Assert.Equal([254u], narrow.Ids);
        Assert.Equal((3, 255u), (narrow.Unreachable, narrow.FirstUnreachable));
        Sorted wide = Sort(isX2Apic: true, room: 63, Boot, 254, 255, 256, 70_000, uint.MaxValue);
        Assert.Equal([254u, 255u, 256u, 70_000u], wide.Ids);
        Assert.Equal((1, uint.MaxValue), (wide.Unreachable, wide.FirstUnreachable));
    }

    [Fact]
    public void MoreThanThereIsRoomForAreCounted()
    {
        Sorted sorted = Sort(isX2Apic: true, room: 3, [Boot, .. Enumerable.Range(10, 8).Select(id => (uint)id)]);
        Assert.Equal([10u, 11u, 12u], sorted.Ids);
        Assert.Equal(5, sorted.Surplus);
    }

    [Fact]
    public void AnEmptyListStartsNobody()
    {
        Sorted sorted = Sort(isX2Apic: true, room: 3);
        Assert.Empty(sorted.Ids);
        Assert.False(sorted.ListsBootCore);
    }

    private static Sorted Sort(bool isX2Apic, int room, params uint[] listed)
    {
        TableBuilder table = new TableBuilder("APIC").U32(0xFEE0_0000).U32(1);
        foreach (uint id in listed)
        {
            table.U8(9).U8(16).U16(0).U32(id).U32(1).U32(0);
        }

        Madt madt = default;
        Assert.Equal(AcpiVerdict.Sound, Madt.Parse(table.Table(), ref madt));
        CoreCandidates found = CoreCandidates.Of(madt, Boot, isX2Apic, new uint[room]);
        return new Sorted(
            found.Ids.ToArray(), found.ListsBootCore, found.Unreachable, found.FirstUnreachable, found.Surplus);
    }

    private sealed record Sorted(uint[] Ids, bool ListsBootCore, int Unreachable, uint FirstUnreachable, int Surplus);
}
