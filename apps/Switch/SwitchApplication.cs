// The exchange as an application. The tree, and which death costs what, is drawn in docs/design/switch.md:
//
//   switch_sup  one for one
//   ├─ heir          keeps tables whose owner was killed
//   ├─ steward       owns the tables in which processes are found
//   ├─ recorder      writes a record for each call
//   ├─ transactions  dynamic: a process for each transaction
//   ├─ calls         dynamic: a process for each call
//   ├─ registrar     who is where
//   ├─ transport     takes datagrams to their processes
//   └─ port          owns the socket; the image says what that is
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Switch;

/// <summary>The SIP exchange.</summary>
public sealed class SwitchApplication : Application
{
    private const int NonceKeyBytes = 16;

    // A transport with so many times more datagrams than it may have before it refuses new calls: what waits in there
    // has been sent again long since. It begins anew, and the datagrams are lost as on a network.
    private const int MostWaitingFactor = 4;

    private string _address = "";
    private int _port = 5060;

    /// <inheritdoc/>
    public override string Name => "switch";

    /// <summary>
    /// Where phones reach the exchange; empty: at the address that the socket's network has. The boot option
    /// switch.address overrides it.
    /// </summary>
    public string Address
    {
        get => _address;
        init => _address = value;
    }

    /// <summary>The UDP port; switch.port.</summary>
    public int Port
    {
        get => _port;
        init => _port = value;
    }

    /// <summary>The realm of the subscribers' secrets.</summary>
    public string Realm { get; init; } = "cosmos";

    /// <summary>Who may register.</summary>
    public ImmutableArray<Subscriber> Subscribers { get; init; } = [];

    /// <summary>Where other numbers go.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Numbers that are always served.</summary>
    public ImmutableArray<string> EmergencyNumbers { get; init; } = ["112", "911"];

    /// <summary>What the exchange is rated for; switch.calls, switch.rate and switch.burst override it.</summary>
    public SwitchLimits Limits { get; init; } = new();

    /// <summary>How long it may ring; switch.ring.</summary>
    public TimeSpan NoAnswer { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The session interval that is proposed; switch.session.</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a nonce is fresh; switch.nonce.</summary>
    public TimeSpan NonceLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The process that owns the socket (<see cref="DatagramPort"/>); null: somebody else starts it.
    /// </summary>
    public ChildSpec? Socket { get; init; }

    /// <inheritdoc/>
    protected override void Configure(Settings settings)
    {
        _address = settings.Text("address", _address);
        _port = settings.Int32("port", _port, 1, 65535);
        SwitchLimits limits = Limits with
        {
            Calls = settings.Int32("calls", Limits.Calls, 1),
            CallsPerSecond = settings.Int32("rate", Limits.CallsPerSecond, 1, 1_000_000),
            Burst = settings.Int32("burst", Limits.Burst, 1),
        };
        Span<byte> key = stackalloc byte[NonceKeyBytes];
        Machine.FillRandom(key);
        new SwitchConfiguration
        {
            Address = _address.Length == 0 ? SwitchConfiguration.NoAddress : _address,
            IsAddressGiven = _address.Length != 0,
            Port = _port,
            Realm = Realm,
            Routes = Routes,
            EmergencyNumbers = EmergencyNumbers,
            Limits = limits,
            NoAnswer = settings.Duration("ring", NoAnswer),
            SessionInterval = settings.Duration("session", SessionInterval),
            Nonces = new NonceKey([.. key], settings.Duration("nonce", NonceLife)),
        }.Publish();
    }

    /// <inheritdoc/>
    protected override SupervisorSpec Tree()
    {
        ImmutableArray<Subscriber> subscribers = Subscribers;
        var behindHand = new StartOptions
        {
            Spawn = new SpawnOptions { MailboxLimit = MostWaitingFactor * Limits.WaitingDatagrams },
        };
        ImmutableArray<ChildSpec> children =
        [
            Child.Server("heir", static () => new TableHeir(), name: TableHeir.Name),
            Child.Server("steward", () => new TableSteward(subscribers), name: TableSteward.Name),
            Child.Server("recorder", static () => new Recorder(), name: Recorder.Name),
            Child.Supervisor(
                "transactions", static () => new TransactionSupervisor(), name: TransactionSupervisor.Name),
            Child.Supervisor("calls", static () => new CallSupervisor(), name: CallSupervisor.Name),
            Child.Server("registrar", static () => new Registrar(), name: Registrar.Name),
            Child.Server("transport", static () => new Transport(), name: Transport.Name, options: behindHand),
        ];
        var flags = new SupervisorFlags { Intensity = 10, Period = TimeSpan.FromSeconds(10) };
        return new SupervisorSpec(flags, Socket is null ? children : children.Add(Socket));
    }
}
