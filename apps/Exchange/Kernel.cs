// The image of the SIP exchange: who may register, where other numbers go, and the applications it is made of. A
// network is still missing in it; until there is one, nobody can call, and the shell shows an exchange that waits.
using Cosmos.Apps.Shell;
using Cosmos.Apps.Switch;
using Cosmos.Drivers.Console;
using Cosmos.Runtime.Applications;
using Exchange.Commands;

namespace Exchange;

/// <summary>The image.</summary>
public sealed class Kernel : Cosmos.Runtime.Kernel
{
    private const string Realm = "cosmos";

    /// <inheritdoc/>
    protected override IReadOnlyList<Application> Applications =>
    [
        new SwitchApplication
        {
            Realm = Realm,
            Subscribers =
            [
                Subscriber.Create("100", Realm, "secret100"),
                Subscriber.Create("101", Realm, "secret101"),
            ],
            Routes = [new Route("9", "10.0.2.2", 5080, Strip: 1), new Route("112", "10.0.2.2", 5082)],
        },
        new ConsoleApplication(),
        new ShellApplication
        {
            Commands = [new CallsCommand(), new RegistrationsCommand(), new RecordsCommand(), new LoadCommand()],
        },
    ];

    /// <inheritdoc/>
    protected override void BeforeRun() => Console.WriteLine("The exchange begins.");
}
