// The image of the SIP exchange: who may register, where other numbers go, and the applications it is made of. Its
// network is what the machine has: on Linux a TAP device, on bare metal whichever of the two cards there is; the
// driver that finds none is not started. It waits for its address, by DHCP or by the boot options.
using System.Collections.Immutable;
using Cosmos.Apps.Net;
using Cosmos.Apps.Shell;
using Cosmos.Apps.Switch;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Drivers.Console;
using Cosmos.Drivers.E1000;
using Cosmos.Drivers.Processor;
using Cosmos.Drivers.Tap;
using Cosmos.Drivers.VirtioNet;
using Cosmos.Runtime.Applications;
using Exchange.Commands;

namespace Exchange;

/// <summary>The image.</summary>
public sealed class Kernel : Cosmos.Runtime.Kernel
{
    private const string Realm = "cosmos";
    private const string Interface = "net0";

    /// <inheritdoc/>
    protected override IReadOnlyList<Application> Applications =>
    [
        .. Drivers,
        new NetApplication { Drivers = ["virtio-net", "e1000", "tap"], Interface = Interface },
        new SwitchApplication
        {
            Realm = Realm,
            Subscribers =
            [
                Subscriber.Create("100", Realm, "secret100"),
                Subscriber.Create("101", Realm, "secret101"),
            ],
            Routes = [new Route("9", "10.0.2.2", 5080, Strip: 1), new Route("112", "10.0.2.2", 5082)],
            Socket = SipPort.On(Interface),
        },
        new FaultWatchApplication(),
        new ConsoleApplication(),
        new ShellApplication
        {
            Commands =
            [
                new CallsCommand(),
                new RegistrationsCommand(),
                new RecordsCommand(),
                new LoadCommand(),
                new NetworkCommand(),
                new FaultCommand(),
            ],
        },
    ];

    private static ImmutableArray<Application> Drivers => Machine.Platform == PlatformKind.Linux
        ? [new TapApplication()]
        : [new VirtioNetApplication(), new E1000Application()];

    /// <inheritdoc/>
    protected override void BeforeRun() => Console.WriteLine("The exchange begins.");
}
