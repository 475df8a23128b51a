namespace Cosmos.Tests.Boot.Boots;

/// <summary>The ISO in the place of a hard disk. Writes go to a snapshot, so that tests can share the file.</summary>
internal static class Disks
{
    /// <summary>QEMU's arguments.</summary>
    /// <param name="kind"><c>disk</c>: on the first IDE channel; <c>usb</c>: a stick at an xHCI controller.</param>
    public static IReadOnlyList<string> Raw(string kind) => kind == "usb"
        ? [
            "-drive", $"format=raw,if=none,id=stick,snapshot=on,file={Images.Iso}",
            "-device", "qemu-xhci",
            "-device", "usb-storage,drive=stick",
        ]
        : ["-drive", $"format=raw,if=ide,index=0,media=disk,snapshot=on,file={Images.Iso}"];
}
