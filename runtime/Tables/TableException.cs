// What OTP's tables answer with badarg, told apart: a program's mistake, so it is thrown and ends the process unless
// somebody knows better.
namespace Cosmos.Runtime.Tables;

/// <summary>What was wrong with an operation on a table.</summary>
public enum TableError
{
    /// <summary>There is no such table: it was deleted, its owner ended, or it never was.</summary>
    NoTable,

    /// <summary>The table's access does not allow it to this process.</summary>
    NoAccess,

    /// <summary>The name is another table's, or none that a table can have.</summary>
    NameTaken,

    /// <summary>Keys of this type cannot be compared; or one is too long.</summary>
    NoKey,

    /// <summary>The table's rows are of other types, or the table of another kind.</summary>
    OtherTypes,

    /// <summary>The process that is to own the table is not there, or does so already.</summary>
    NoOwner,

    /// <summary>More rows than can be put in at once.</summary>
    TooManyRows,
}

/// <summary>An operation on a table that cannot be. OTP: badarg.</summary>
public sealed class TableException : ArgumentException
{
    private TableException(TableError error, string message)
        : base(message) => Error = error;

    /// <summary>What was wrong.</summary>
    public TableError Error { get; }

    internal static TableException NoTable(TableId id) =>
        new(TableError.NoTable, $"There is no table {id}: it was deleted, or its owner ended.");

    internal static TableException NoAccess(TableId id, TableAccess access) =>
        new(TableError.NoAccess, $"The table {id} is {(access == TableAccess.Private ? "private" : "protected")}: "
            + $"{(access == TableAccess.Private ? "only its owner reads and writes" : "only its owner writes")} it.");

    internal static TableException NotOwner(TableId id) =>
        new(TableError.NoAccess, $"Only the owner of the table {id} can do that.");

    internal static TableException NameTaken(Atom name) =>
        new(TableError.NameTaken, $"The name {name} is another table's.");

    internal static TableException NoName(TableId id) =>
        new(TableError.NameTaken, $"The table {id} has no name, or cannot have that one.");

    internal static TableException NoKey(Type type) => new(
        TableError.NoKey,
        $"{type} cannot be a key of a table: keys are compared as bytes, and its objects have none. Use numbers, "
        + "texts, names, times, pids, references, Binary, tuples of them, or a type that implements ITableKey.");

    internal static TableException NoElement(Type type) => new(
        TableError.NoKey,
        $"{type} cannot be the value of a bag, which has no two equal rows and compares them as bytes. Make it a "
        + "duplicate bag, or have the type implement ITableKey.");

    internal static TableException KeyTooLong() =>
        new(TableError.NoKey, $"A key has at most {KeyWriter.MaximumBytes} bytes.");

    internal static TableException OtherTypes(TableId id, Type key, Type value) =>
        new(TableError.OtherTypes, $"The table {id} is none of {key} to {value}, or none of this kind.");

    internal static TableException NoOwner(Pid pid) =>
        new(TableError.NoOwner, $"{pid} cannot become the table's owner: it is not there, or owns the table already.");

    internal static TableException TooManyRows(int count) => new(
        TableError.TooManyRows,
        $"{count} rows are more than can be put in all or none: {TableLimits.MostRowsAtOnce} can.");
}
