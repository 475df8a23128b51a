// Keeps tables whose owner died until its successor asks for them: nothing but that, so there is nothing in it that
// could fail. If it is killed all the same, it tells the owners its new pid, and they name it their heir again; a table
// is lost only when heir and owner end in the same moment, and then the successor makes a new one. OTP: the heir option
// of ets:new/2 and the pattern around it.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>The heir of the exchange's tables.</summary>
internal sealed class TableHeir : GenServer, IHandleCall<TableHeir.Claim, bool>
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "switch_heir";

    private readonly Dictionary<Atom, TableId> _kept = [];

    /// <summary>
    /// Makes the calling process the owner of a named table: of the one that its predecessor left, or of a new one.
    /// </summary>
    /// <param name="name">The table's name.</param>
    /// <param name="create">Makes it, with the options that are given.</param>
    public static void Own(Atom name, Action<TableOptions> create)
    {
        Pid heir = Process.WhereIs(Name) ?? default;
        bool isInherited = heir != default && ((ServerRef<TableHeir>)heir).Call(new Claim(name));
        if (isInherited)
        {
            ((TableId)name).SetHeir(heir);
            return;
        }

        create(new TableOptions { Name = name, Access = TableAccess.Public, Heir = heir });
    }

    /// <summary>The owner names the heir anew.</summary>
    public static void Renew(HeirBegan message, params ReadOnlySpan<Atom> names)
    {
        foreach (Atom name in names)
        {
            ((TableId)name).SetHeir(message.Heir);
        }
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Claim request, From<bool> from)
    {
        if (!_kept.Remove(request.Name, out TableId table))
        {
            return false;
        }

        table.GiveAway(from.Caller);
        return true;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        ReadOnlySpan<Atom> owners = [TableSteward.Name, Registrar.Name, Recorder.Name];
        foreach (Atom owner in owners)
        {
            if (Process.WhereIs(owner) is { } pid)
            {
                Process.Send(pid, new HeirBegan(Process.Self));
            }
        }

        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        if (message is TableTransfer transfer && transfer.Table.Info() is { } info)
        {
            _kept[info.Name] = transfer.Table;
        }

        return Next.Wait;
    }

    /// <summary>Gives the table to who asks. The answer: whether there was one.</summary>
    /// <param name="Name">The table's name.</param>
    public sealed record Claim(Atom Name) : ICall<TableHeir, Claim, bool>;
}

/// <summary>The heir of tables has begun anew.</summary>
/// <param name="Heir">Its process.</param>
internal sealed record HeirBegan(Pid Heir);
