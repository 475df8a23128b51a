// What the screen shows, as characters. Text goes into the grid; a device (VGA text memory, a framebuffer) is then
// given the cells that changed. Device memory is never read: it is uncached and slow to read, and on some machines not
// readable at all. Scrolling therefore moves characters in ordinary memory, and only cells whose character differs are
// drawn again, once per write and not once per line: a screen of text that scrolls by twenty lines in one write is
// drawn once.
//
// The grid is one flat struct of fixed capacity, so that it can be a static in zeroed memory (128 KB) before there is
// an allocator. A screen with more cells than the capacity is used in its upper left part. Pure: it is unit-tested on
// the host.
using System;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>A grid of characters with a cursor, and the memory of what is already shown.</summary>
internal struct TextGrid
{
    /// <summary>The most columns: 2048 pixels of an 8-pixel font.</summary>
    public const int MaxColumns = 256;

    /// <summary>The most rows: 2048 pixels of a 16-pixel font.</summary>
    public const int MaxRows = 128;

    private const int TabStop = 8;

    private Cells _wanted;
    private Cells _shown;
    private Utf8Decoder _decoder;
    private int _firstChangedRow;
    private int _endOfChangedRows;

    /// <summary>Columns in use.</summary>
    public int Columns { get; private set; }

    /// <summary>Rows in use.</summary>
    public int Rows { get; private set; }

    /// <summary>
    /// The cursor's column; equal to <see cref="Columns"/> when the row is full and the next character wraps.
    /// </summary>
    public int CursorColumn { get; private set; }

    /// <summary>The cursor's row.</summary>
    public int CursorRow { get; private set; }

    /// <summary>Empties the grid and gives it a size; the device must be blank too.</summary>
    /// <param name="columns">Columns, cut to <see cref="MaxColumns"/>.</param>
    /// <param name="rows">Rows, cut to <see cref="MaxRows"/>.</param>
    public void Reset(int columns, int rows)
    {
        Columns = Math.Clamp(columns, 1, MaxColumns);
        Rows = Math.Clamp(rows, 1, MaxRows);
        CursorColumn = 0;
        CursorRow = 0;
        _decoder = default;
        _firstChangedRow = 0;
        _endOfChangedRows = 0;
        ((Span<char>)_wanted).Fill(' ');
        ((Span<char>)_shown).Fill(' ');
    }

    /// <summary>
    /// Puts text into the grid. Line feed, carriage return, tab and backspace move the cursor; other controls do
    /// nothing.
    /// </summary>
    /// <param name="utf8">The text; a sequence may go on in the next call.</param>
    public void Write(ReadOnlySpan<byte> utf8)
    {
        foreach (byte value in utf8)
        {
            int count = _decoder.Decode(value, out char first, out char second);
            if (count > 0)
            {
                Put(first);
            }

            if (count > 1)
            {
                Put(second);
            }
        }
    }

    /// <summary>The character at a cell, as it should be shown.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row.</param>
    public readonly char At(int column, int row) => _wanted[(row * Columns) + column];

    /// <summary>Finds the next cell that the device does not show yet, and counts it as shown.</summary>
    /// <param name="position">
    /// Where to search from, in cells; begin with 0 and pass it on. It is left behind the cell found.
    /// </param>
    /// <param name="cell">The cell's number: row times columns plus column.</param>
    /// <param name="character">What to draw there.</param>
    /// <returns>False when all that was written is shown.</returns>
    public bool NextChange(ref int position, out int cell, out char character)
    {
        int start = Math.Max(position, _firstChangedRow * Columns);
        int end = _endOfChangedRows * Columns;
        character = ' ';
        cell = end;
        if (start < end)
        {
            Span<char> wanted = ((Span<char>)_wanted)[start..end];
            Span<char> shown = ((Span<char>)_shown)[start..end];
            int same = 0;
            while (same < wanted.Length && wanted[same] == shown[same])
            {
                same++;
            }

            if (same < wanted.Length)
            {
                cell = start + same;
                character = wanted[same];
                shown[same] = character;
                position = cell + 1;
                return true;
            }
        }

        _firstChangedRow = Rows;
        _endOfChangedRows = 0;
        return false;
    }

    private void Put(char character)
    {
        switch (character)
        {
            case '\n':
                // A line feed is a new line: programs end lines with it alone.
                CursorColumn = 0;
                Feed();
                break;
            case '\r':
                CursorColumn = 0;
                break;
            case '\t':
                CursorColumn = Math.Min((CursorColumn / TabStop * TabStop) + TabStop, Columns - 1);
                break;
            case '\b':
                CursorColumn = Math.Max(Math.Min(CursorColumn, Columns - 1) - 1, 0);
                break;
            case >= ' ' and not '\x7F':
                Draw(character);
                break;
        }
    }

    private void Draw(char character)
    {
        // The wrap waits for the character that needs it, so that a line of exactly the screen's width followed by a
        // line feed takes one row and not two.
        if (CursorColumn == Columns)
        {
            CursorColumn = 0;
            Feed();
        }

        _wanted[(CursorRow * Columns) + CursorColumn] = character;
        Touch(CursorRow, CursorRow + 1);
        CursorColumn++;
    }

    private void Feed()
    {
        if (CursorRow + 1 < Rows)
        {
            CursorRow++;
            return;
        }

        // Row by row: a copy of more than 2 KB would leave managed code for memmove, through a transition that needs a
        // running context, and this may be a fault handler.
        Span<char> cells = _wanted;
        for (int row = 1; row < Rows; row++)
        {
            cells.Slice(row * Columns, Columns).CopyTo(cells.Slice((row - 1) * Columns, Columns));
        }

        cells.Slice((Rows - 1) * Columns, Columns).Fill(' ');
        Touch(0, Rows);
    }

    private void Touch(int first, int end)
    {
        _firstChangedRow = Math.Min(_firstChangedRow, first);
        _endOfChangedRows = Math.Max(_endOfChangedRows, end);
    }

    [InlineArray(MaxColumns * MaxRows)]
    private struct Cells
    {
        private char _first;
    }
}
