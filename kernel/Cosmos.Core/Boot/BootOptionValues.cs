using System;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Boot;

/// <summary>
/// The values that a command line gave to the options: a block of bytes and, for each row of the table, a range in it.
/// </summary>
/// <remarks>
/// Plain bytes in one struct, so that it can be a static before there is a heap, and so that a value stays readable
/// after the memory of the boot loader's command line has been reused. Zeroed memory is the empty state.
/// </remarks>
internal struct BootOptionValues
{
    /// <summary>Room for all values together; a value that no longer fits is refused.</summary>
    public const int Capacity = 1024;

    private Bytes _bytes;
    private Ranges _ranges;
    private int _used;

    /// <summary>Takes a value; a later one replaces an earlier one.</summary>
    /// <param name="row">The option's row.</param>
    /// <param name="value">The value; empty for a flag.</param>
    /// <returns>False when there is no room.</returns>
    public bool TrySet(int row, ReadOnlySpan<byte> value)
    {
        if (value.Length > Capacity - _used)
        {
            return false;
        }

        Span<byte> bytes = _bytes;
        value.CopyTo(bytes[_used..]);
        _ranges[row] = new ValueRange { Given = true, Start = _used, Length = value.Length };
        _used += value.Length;
        return true;
    }

    /// <summary>Whether the command line gave this option.</summary>
    /// <param name="row">The option's row.</param>
    public readonly bool IsGiven(int row) => _ranges[row].Given;

    /// <summary>The value that the command line gave; empty when it gave none.</summary>
    /// <param name="row">The option's row.</param>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Value(int row)
    {
        ReadOnlySpan<byte> bytes = _bytes;
        return bytes.Slice(_ranges[row].Start, _ranges[row].Length);
    }

    private struct ValueRange
    {
        public bool Given;
        public int Start;
        public int Length;
    }

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }

    [InlineArray(BootOptionTable.Count)]
    private struct Ranges
    {
        private ValueRange _first;
    }
}
