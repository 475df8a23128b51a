// The ISO boots on each firmware and chipset, with little memory and with much, and says the same on both consoles.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class BiosTests
{
    // GRUB on SeaBIOS; VGA text mode. 8 GiB puts memory above 4 GiB, and behind the hole below it.
    [Theory]
    [InlineData("pc", 32)]
    [InlineData("pc", 8192)]
    [InlineData("q35", 32)]
    [InlineData("q35", 8192)]
    public void BootsFromCd(string machine, int memoryMib)
    {
        QemuOptions options = new() { Iso = Images.Iso, MachineType = machine, MemoryMib = memoryMib };
        BootRun run = BootRun.ToPowerOff($"bios-{machine}-{memoryMib}", options);
        Claims.Ran(run.Lines);
        Claims.TextModeShowsTheSerialLine(run);
    }

    // The ISO written to a disk or a USB stick as it is, as dd does.
    [Theory]
    [InlineData("disk")]
    [InlineData("usb")]
    public void BootsFromDisk(string kind)
    {
        QemuOptions options = new() { Further = Disks.Raw(kind), MemoryMib = 64 };
        BootRun run = BootRun.ToPowerOff($"bios-{kind}", options);
        Claims.Ran(run.Lines);
        Claims.TextModeShowsTheSerialLine(run);
    }
}

public class UefiTests
{
    // OVMF's own minimum for this ISO is 44 MiB: below, GRUB fails in firmware code before the kernel is loaded.
    private const int LeastMemoryMib = 48;

    // GRUB on OVMF; a framebuffer, read back glyph by glyph.
    [Theory]
    [InlineData("pc", LeastMemoryMib)]
    [InlineData("pc", 8192)]
    [InlineData("q35", LeastMemoryMib)]
    [InlineData("q35", 8192)]
    public void BootsFromCd(string machine, int memoryMib)
    {
        QemuOptions options = new() { Iso = Images.Iso, Uefi = true, MachineType = machine, MemoryMib = memoryMib };
        BootRun run = BootRun.ToPowerOff($"uefi-{machine}-{memoryMib}", options);
        Claims.Ran(run.Lines);
        Claims.FramebufferShowsTheSerialLine(run);
    }

    // The EFI system partition inside the ISO is found when the ISO is a disk.
    [Fact]
    public void BootsFromUsbStick()
    {
        QemuOptions options = new() { Further = Disks.Raw("usb"), Uefi = true, MachineType = "q35", MemoryMib = 128 };
        BootRun run = BootRun.ToPowerOff("uefi-usb", options);
        Claims.Ran(run.Lines);
        Claims.FramebufferShowsTheSerialLine(run);
    }
}

public class BochsTests
{
    // Another machine altogether: it would complain about a UART that is written while full, and it loses what is in
    // the FIFO when power goes, so the last line is a proof that the kernel waited.
    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    public void BootsFromCd(int memoryMib)
    {
        BochsRun run = BochsRun.ToPowerOff($"bochs-{memoryMib}", Images.Iso, memoryMib);
        Claims.Ran(run.Lines);
        Assert.Contains("soft power off", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("tx hold register", run.Log, StringComparison.Ordinal);
    }
}
