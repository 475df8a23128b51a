// The smallest image with a network: drivers, the protocol stack, and one server that answers datagrams. Of the drivers
// the stack uses the first that finds its device: one of two cards on bare metal, a TAP device on Linux.
// `make run IMAGE=echo` boots it; `make echo` races it against Linux.
using Cosmos.Apps.Net;
using Cosmos.Apps.Shell;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Drivers.Console;
using Cosmos.Drivers.E1000;
using Cosmos.Drivers.Tap;
using Cosmos.Drivers.VirtioNet;
using Cosmos.Runtime.Applications;

namespace Echo;

/// <summary>The image.</summary>
public sealed class Kernel : Cosmos.Runtime.Kernel
{
    /// <inheritdoc/>
    protected override IReadOnlyList<Application> Applications =>
    [
        .. Drivers,
        new NetApplication { Drivers = ["virtio-net", "e1000", "tap"] },
        new EchoApplication(),
        new ConsoleApplication(),
        new ShellApplication(),
    ];

    private static IReadOnlyList<Application> Drivers => Machine.Platform == PlatformKind.Linux
        ? [new TapApplication()]
        : [new VirtioNetApplication(), new E1000Application()];
}
