using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Tests.OnTarget.Memory;

/// <summary>
/// Claims about the page tables that the kernel runs on, read from the tables themselves; where the image is a Linux
/// process, the tables are Linux's.
/// </summary>
public sealed unsafe class KernelMappings
{
    private const ulong FirstImagePage = 0x20_0000;
    private const ulong HalfOfTheAddresses = 1UL << 47;

    private readonly bool _isMachine = Platform.Kind == PlatformKind.X86;

    private delegate void Visitor(ulong address, ulong entry);

    /// <summary>No page of the whole address space may be both written and executed.</summary>
    [Fact]
    public void No_page_is_writable_and_executable()
    {
        int pages = 0;
        VisitAll((address, entry) =>
        {
            bool executable = (entry & PageEntry.NoExecute) == 0;
            Assert.False((entry & PageEntry.Writable) != 0 && executable);
            pages++;
        });
        Assert.True(!_isMachine || pages > 0);
    }

    /// <summary>Only the image's code can be executed, and only at the place it is linked to.</summary>
    [Fact]
    public void Only_the_code_of_the_image_is_executable() => VisitAll((address, entry) =>
    {
        bool executable = (entry & PageEntry.NoExecute) == 0;
        bool isCode = address >= KernelImage.Table->TextStart && address < KernelImage.Table->TextEnd;
        Assert.Equal(isCode, executable);
    });

    /// <summary>A null reference faults, and so does whatever lies behind it up to the image.</summary>
    [Fact]
    public void Nothing_is_mapped_below_the_image()
    {
        for (ulong page = 0; _isMachine && page < FirstImagePage; page += 4096)
        {
            Assert.False(CommittedPages.IsReadable(page));
        }
    }

    /// <summary>Code and constants are read-only wherever they can be seen, the direct map included.</summary>
    [Fact]
    public void The_direct_map_does_not_make_code_writable()
    {
        if (!_isMachine)
        {
            return;
        }

        KernelImage* image = KernelImage.Table;
        for (ulong page = image->RodataStart; page < image->TextEnd; page += 4096)
        {
            ulong entry = *PageTables.Find(Paging.Root, DirectMap.Base + page, out _);
            Assert.Equal(PageEntry.Present, entry & (PageEntry.Present | PageEntry.Writable));
        }
    }

    /// <summary>The stack that the machine boots on ends at a guard page.</summary>
    [Fact]
    public void The_boot_stack_has_a_guard()
    {
        if (_isMachine)
        {
            Assert.True(CommittedPages.IsGuard(KernelImage.Table->BootStackGuard));
            Assert.False(CommittedPages.IsGuard(KernelImage.Table->BootStackGuard + 4096));
        }
    }

    private void VisitAll(Visitor visit)
    {
        if (_isMachine)
        {
            VisitHalf(0, visit);
            VisitHalf(DirectMap.Base, visit);
        }
    }

    // Safety: Find reads the tables in use, which nobody changes while this runs on the only core.
    private static void VisitHalf(ulong first, Visitor visit)
    {
        for (ulong offset = 0; offset < HalfOfTheAddresses;)
        {
            ulong entry = *PageTables.Find(Paging.Root, first + offset, out int level);
            if ((entry & PageEntry.Present) != 0)
            {
                visit(first + offset, entry);
            }

            offset = (offset | (PageTables.Span(level) - 1)) + 1;
        }
    }
}
