// What a table is to be: OTP's options of ets:new/2 that mean something here. Tables are always ready for many cores,
// so read_concurrency and its kin have nothing to ask for.
namespace Cosmos.Runtime.Tables;

/// <summary>How a table keeps its rows.</summary>
public enum TableKind : byte
{
    /// <summary>One row for a key, in no order.</summary>
    Set,

    /// <summary>One row for a key, in the order of keys.</summary>
    OrderedSet,

    /// <summary>Many rows for a key, no two of them equal.</summary>
    Bag,

    /// <summary>Many rows for a key.</summary>
    DuplicateBag,
}

/// <summary>Who may use a table.</summary>
public enum TableAccess : byte
{
    /// <summary>All read, the owner writes.</summary>
    Protected,

    /// <summary>All read and write.</summary>
    Public,

    /// <summary>The owner reads and writes.</summary>
    Private,
}

/// <summary>Options of a new table.</summary>
public sealed record TableOptions
{
    /// <summary>Whether rows are kept in the order of their keys. For bags: no meaning.</summary>
    public bool Ordered { get; init; }

    /// <summary>Who may use it.</summary>
    public TableAccess Access { get; init; }

    /// <summary>The name under which it is found, or none. OTP: named_table.</summary>
    public Atom Name { get; init; }

    /// <summary>Who gets the table when its owner ends; none: it ends with its owner. OTP: heir.</summary>
    public Pid Heir { get; init; }

    /// <summary>What the heir's <see cref="TableTransfer"/> says besides.</summary>
    public object? HeirData { get; init; }
}

/// <summary>
/// The receiver owns a table now. OTP: <c>{'ETS-TRANSFER', Table, From, Data}</c>.
/// </summary>
/// <param name="Table">The table; <see cref="Table{TKey, TValue}.Open"/> makes it usable.</param>
/// <param name="From">Who had it: the giver, or the owner that ended.</param>
/// <param name="Data">What the giver said, or the option <see cref="TableOptions.HeirData"/>.</param>
public sealed record TableTransfer(TableId Table, Pid From, object? Data);

/// <summary>A table in numbers. OTP: ets:info/1.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name, or none.</param>
/// <param name="Kind">How it keeps its rows.</param>
/// <param name="Access">Who may use it.</param>
/// <param name="Owner">Whose end is its end.</param>
/// <param name="Heir">Who gets it instead, or none.</param>
/// <param name="Size">Rows.</param>
/// <param name="Memory">Bytes, of rows and of what finds them.</param>
public sealed record TableInfo(
    TableId Id, Atom Name, TableKind Kind, TableAccess Access, Pid Owner, Pid Heir, long Size, long Memory);
