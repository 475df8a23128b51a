using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>The emulators and firmware that the boot tests need, or a message that says how to get them.</summary>
internal static class Tools
{
    /// <summary>QEMU.</summary>
    public static void RequireQemu() => Require(Find("qemu-system-x86_64"), "qemu-system-x86_64");

    /// <summary>The phones.</summary>
    public static void RequireSipp() => Require(Find("sipp"), "sipp (sip-tester)");

    /// <summary>Phones that people use.</summary>
    public static void RequireBaresip() => Require(Find("baresip"), "baresip (baresip-core)");

    /// <summary>What drops datagrams.</summary>
    public static void RequireFilter() => Require(File.Exists("/usr/sbin/nft"), "nft (nftables)");

    /// <summary>What captures frames, and what reads them.</summary>
    public static void RequireCapture() => Require(Find("tshark") && Find("dumpcap"), "tshark");

    /// <summary>QEMU's UEFI firmware.</summary>
    public static void RequireOvmf() => Require(File.Exists(QemuOptions.OvmfFirmware), QemuOptions.OvmfFirmware);

    /// <summary>Bochs with its BIOS, VGA BIOS and terminal display, and a terminal to show it on.</summary>
    public static void RequireBochs()
    {
        Require(Find("bochs"), "bochs");
        Require(Find("script"), "script (bsdutils)");
        Require(File.Exists(BochsRun.Bios), BochsRun.Bios);
        Require(File.Exists(BochsRun.VgaBios), BochsRun.VgaBios);
    }

    private static bool Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void Require(bool found, string what)
    {
        if (!found)
        {
            throw new MissingArtefactException($"{what} is missing; run: make setup");
        }
    }
}
