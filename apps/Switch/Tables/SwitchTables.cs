// The state that must outlive the process it is about: who is where, and which calls there are. All tables are found
// by name. Each row of a process stands here only as long as the process lives (the steward sees to it), a call's until
// its record is written (the recorder's), a subscriber's contacts until they expire (the registrar's).
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>The exchange's tables.</summary>
internal static class SwitchTables
{
    public static readonly Atom TransactionsName = "switch_transactions";
    public static readonly Atom DialogsName = "switch_dialogs";
    public static readonly Atom CallsName = "switch_calls";
    public static readonly Atom SubscribersName = "switch_subscribers";
    public static readonly Atom CountersName = "switch_counters";
    public static readonly Atom LocationName = "switch_location";
    public static readonly Atom RecordsName = "switch_records";

    /// <summary>The counter that numbers calls.</summary>
    public const string CallCounter = "calls";

    /// <summary>The transaction of a key (TransactionKey; client keys have another form than server keys).</summary>
    public static Table<string, Pid> Transactions => Table<string, Pid>.Open(TransactionsName);

    /// <summary>The call that a dialog belongs to, by Call-ID and the exchange's tag.</summary>
    public static Table<string, Pid> Dialogs => Table<string, Pid>.Open(DialogsName);

    /// <summary>All calls, by their number.</summary>
    public static Table<long, CallRow> Calls => Table<long, CallRow>.Open(CallsName);

    /// <summary>Who may register, by user.</summary>
    public static Table<string, Subscriber> Subscribers => Table<string, Subscriber>.Open(SubscribersName);

    /// <summary>Numbers that go on from one process to its successor.</summary>
    public static Table<string, long> Counters => Table<string, long>.Open(CountersName);

    /// <summary>Contacts, by user.</summary>
    public static Table<string, Binding[]> Location => Table<string, Binding[]>.Open(LocationName);

    /// <summary>Call detail records as they were written, by the call's number.</summary>
    public static Table<long, string> Records => Table<long, string>.Open(RecordsName);

    /// <summary>The key of a dialog.</summary>
    /// <param name="callId">Its Call-ID.</param>
    /// <param name="localTag">The exchange's tag.</param>
    public static string DialogKey(string callId, string localTag) => $"{callId} {localTag}";

    /// <summary>Whether a key that a stranger chose is one that a table takes.</summary>
    public static bool IsKey(string key) => System.Text.Encoding.UTF8.GetByteCount(key) < LongestKey;

    // Of the 4,096 bytes of a key; what is written besides the characters takes a few.
    private const int LongestKey = 4000;
}
