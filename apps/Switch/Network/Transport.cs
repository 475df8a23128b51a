// Reads what comes in (RFC 3261 §18.2.1). A datagram is parsed once, looked up once, and becomes one message to the
// process that it is for; nothing is decided here but whether something new may begin. All answers to what cannot be
// read or is not let in are stateless: the same request gets the same answer, and nothing is kept of it (§8.2.7).
//
// Its state are counters and a bucket of tokens, so when it is killed nothing is lost but what was in its mailbox, and
// that is sent again by those who sent it.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>Takes datagrams to their processes.</summary>
public sealed class Transport : GenServer,
    IHandleCast<DatagramReceived>,
    IHandleCall<Transport.Read, TransportCounters>
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "sip_transport";

    // How often its mailbox is measured, in datagrams: to ask for the number costs more than to read a datagram's head.
    private const int MeasureEvery = 32;

    private readonly SwitchConfiguration _configuration = SwitchConfiguration.Current;
    private readonly Admission _admission = new(SwitchConfiguration.Current.Limits);
    private Table<string, Pid> _transactions;
    private Table<string, Pid> _dialogs;
    private Table<long, CallRow> _calls;
    private TransportCounters _counters = new();
    private int _waiting;

    private enum Outcome
    {
        Matched,
        Begun,
        Emergency,
        Overload,
        Malformed,
        Dropped,
        KeepAlive,
    }

    /// <inheritdoc/>
    public Next HandleCast(DatagramReceived message)
    {
        if (_counters.Received % MeasureEvery == 0)
        {
            _waiting = Process.Info(Process.Self)?.MailboxLength ?? 0;
        }

        Count(Take(message));
        return Next.Wait;
    }

    /// <inheritdoc/>
    public CallResult<TransportCounters> HandleCall(Read request, From<TransportCounters> from) => _counters;

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        _transactions = SwitchTables.Transactions;
        _dialogs = SwitchTables.Dialogs;
        _calls = SwitchTables.Calls;
        return InitResult.Ok;
    }

    private Outcome Take(DatagramReceived datagram)
    {
        SipParsing parsing = SipParser.Parse(datagram.Bytes.Span);
        switch (parsing.Message)
        {
            case SipRequest request:
                return Take(request.ReceivedFrom(datagram.Source.Address, datagram.Source.Port), datagram.Source);
            case SipResponse response:
                return Take(response);
        }

        if (parsing.Fragment is not { } fragment)
        {
            return parsing.Fault == SipFault.KeepAlive ? Outcome.KeepAlive : Outcome.Dropped;
        }

        Endpoint source = datagram.Source;
        Via top = fragment.TopVia.ReceivedFrom(source.Address, source.Port);
        byte[] refusal = fragment.Refuse(source.Address, source.Port, StatelessTag($"{fragment.TopVia}"));
        Outgoing.Send(Binary.Create(refusal), Outgoing.DestinationOf(top));
        return Outcome.Malformed;
    }

    private Outcome Take(SipRequest request, Endpoint source)
    {
        string key = TransactionKey.OfServer(request).Text;
        if (!SwitchTables.IsKey(key))
        {
            return Refuse(request, StatusCode.BadRequest);
        }

        if (_transactions.TryLookup(key, out Pid transaction))
        {
            Process.Send(transaction, new Arrived(request));
            return Outcome.Matched;
        }

        if (request.Method == SipMethod.Ack)
        {
            return TakeAck(request);
        }

        bool isEmergency = false;
        if (request.Fields.To.Tag is null && request.Method != SipMethod.Cancel)
        {
            isEmergency = request.Method == SipMethod.Invite && _configuration.IsEmergency(request.Uri);
            if (!_admission.Admits(request, isEmergency, _calls.Size, _waiting, Clock.Now))
            {
                Refuse(request, StatusCode.ServiceUnavailable);
                return Outcome.Overload;
            }
        }

        return TransactionSupervisor.Start(new ServerStart(request, key, source)) == default ? Outcome.Dropped
            : isEmergency ? Outcome.Emergency
            : Outcome.Begun;
    }

    // The ACK of a 2xx is a transaction of its own kind: it has a branch of its own, and is never answered (§13.2.2.4).
    private Outcome TakeAck(SipRequest request)
    {
        string key = SwitchTables.DialogKey(request.Fields.CallId, request.Fields.To.Tag ?? "");
        if (!SwitchTables.IsKey(key) || !_dialogs.TryLookup(key, out Pid call))
        {
            return Outcome.Dropped;
        }

        Process.Send(call, new Acknowledged(request));
        return Outcome.Matched;
    }

    // §18.1.2: what was not sent from here is not for here.
    private Outcome Take(SipResponse response)
    {
        Via via = response.TopVia;
        string key = TransactionKey.OfClient(response).Text;
        if (via.Host != SwitchConfiguration.Current.Address || !SwitchTables.IsKey(key)
            || !_transactions.TryLookup(key, out Pid transaction))
        {
            return Outcome.Dropped;
        }

        Process.Send(transaction, new Arrived(response));
        return Outcome.Matched;
    }

    private Outcome Refuse(SipRequest request, StatusCode status)
    {
        string tag = StatelessTag($"{request.TopVia}");
        SipHeaders more = SipHeaders.Empty;
        if (status == StatusCode.ServiceUnavailable)
        {
            // Not all at once: who was refused together comes back at different times.
            int least = _configuration.Limits.RetryAfterSeconds;
            more = more.And(HeaderKind.RetryAfter, $"{least + (tag[^1] % least)}");
        }

        Outgoing.Send(request.Respond(status, status.Reason(), tag, more, default));
        return Outcome.Malformed;
    }

    // A tag that is the same each time the same request comes, and nobody has to remember (FNV-1a).
    private static string StatelessTag(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 0x100000001B3);
        }

        return Identifiers.Tag(hash);
    }

    private void Count(Outcome outcome)
    {
        TransportCounters all = _counters with { Received = _counters.Received + 1 };
        _counters = outcome switch
        {
            Outcome.Matched => all with { Matched = all.Matched + 1 },
            Outcome.Begun => all with { Begun = all.Begun + 1 },
            Outcome.Emergency => all with { Begun = all.Begun + 1, Emergencies = all.Emergencies + 1 },
            Outcome.Overload => all with { Overload = all.Overload + 1 },
            Outcome.Malformed => all with { Malformed = all.Malformed + 1 },
            Outcome.KeepAlive => all with { KeepAlives = all.KeepAlives + 1 },
            _ => all with { Dropped = all.Dropped + 1 },
        };
    }

    /// <summary>What became of the datagrams?</summary>
    public sealed record Read : ICall<Transport, Read, TransportCounters>;
}
