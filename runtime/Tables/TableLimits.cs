// The limits of tables, in one place, each with its reason.
namespace Cosmos.Runtime.Tables;

/// <summary>How much there can be.</summary>
public static class TableLimits
{
    /// <summary>Tables at once: OTP's old default, 1,400, is long gone there too.</summary>
    public const int MostTables = 1 << 20;

    /// <summary>Rows at once, of all tables: records take addresses, 96 bytes each, before they take memory.</summary>
    public const int MostRows = 1 << 27;

    /// <summary>
    /// Rows that are put in as one step for all others: the latches of their places are held together, a few
    /// microseconds.
    /// </summary>
    public const int MostRowsAtOnce = 32;

    /// <summary>Bytes of a key.</summary>
    public const int MostKeyBytes = KeyWriter.MaximumBytes;
}
