// The character grid: what a screen must show after a text, and which cells a device is asked to draw for it.
using System.Text;
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Host.Unit.Kernel.Consoles;

public class TextGridTests
{
    private readonly GridBox _box = new();

    [Theory]
    [InlineData("ab\ncd", "ab|cd")]
    [InlineData("ab\r\ncd", "ab|cd")]
    [InlineData("abc\rx", "xbc")]
    [InlineData("a\tb", "a       b")]
    [InlineData("abc\b\bx", "axc")]
    [InlineData("\b\ba", "a")]
    [InlineData("a\u0007\u001b\u007fb", "ab")] // controls do nothing
    [InlineData("é─?", "é─?")]
    [InlineData("\n\nx", "||x")]
    public void PutsTextWhereATerminalWould(string text, string rows)
    {
        Start(20, 4);
        Write(text);
        Assert.Equal(rows, Wanted());
    }

    // A full line wraps, but only when a character needs the next row.
    [Theory]
    [InlineData("abcde", "abcde")]
    [InlineData("abcdef", "abcde|f")]
    [InlineData("abcde\nf", "abcde|f")]
    [InlineData("abcde\rx", "xbcde")]
    [InlineData("abcde\bx", "abcxe")]
    [InlineData("abcd\tx", "abcdx")]
    public void WrapsLate(string text, string rows)
    {
        Start(5, 4);
        Write(text);
        Assert.Equal(rows, Wanted());
    }

    // The last rows stay when the text is longer than the screen.
    [Fact]
    public void Scrolls()
    {
        Start(10, 3);
        Write("1\n2\n3\n4\n5");
        Assert.Equal("3|4|5", Wanted());
        Assert.Equal((1, 2), (_box.Grid.CursorColumn, _box.Grid.CursorRow));
    }

    // A sequence of bytes may be cut between two writes.
    [Fact]
    public void JoinsACutCharacter()
    {
        Start(10, 2);
        _box.Grid.Write([0xE2, 0x94]);
        _box.Grid.Write([0x80]);
        Assert.Equal("─", Wanted());
    }

    // A device that draws exactly the changed cells shows what is wanted, whatever is written and however it scrolls.
    [Fact]
    public void ChangesAloneKeepADeviceRight()
    {
        const int seed = 99;
        Random random = new(seed);
        Start(17, 5);
        char[] device = [.. Enumerable.Repeat(' ', 17 * 5)];
        for (int round = 0; round < 3000; round++)
        {
            byte[] text = new byte[random.Next(40)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = " \n\r\t\babcdefgh"u8[random.Next(13)];
            }

            _box.Grid.Write(text);
            Draw(device);
            for (int cell = 0; cell < device.Length; cell++)
            {
                bool same = device[cell] == _box.Grid.At(cell % 17, cell / 17);
                Assert.True(same, $"seed {seed}, round {round}, cell {cell}");
            }
        }
    }

    // What is on the screen already is not drawn again: scrolling equal lines costs nothing.
    [Fact]
    public void DrawsOnlyDifferences()
    {
        Start(10, 3);
        char[] device = [.. Enumerable.Repeat(' ', 30)];
        Write("same\nsame\nsame");
        Assert.Equal(12, Draw(device));
        Write("\nsame");
        Assert.Equal(0, Draw(device));
        Write("!");
        Assert.Equal(1, Draw(device));
    }

    // A screen larger than the grid's capacity is used in part, a degenerate one is at least one cell.
    [Theory]
    [InlineData(4000, 4000, TextGrid.MaxColumns, TextGrid.MaxRows)]
    [InlineData(0, -1, 1, 1)]
    public void LimitsItsSize(int columns, int rows, int usedColumns, int usedRows)
    {
        Start(columns, rows);
        Write("some text\nand more");
        Assert.Equal((usedColumns, usedRows), (_box.Grid.Columns, _box.Grid.Rows));
    }

    private void Start(int columns, int rows) => _box.Grid.Reset(columns, rows);

    private void Write(string text) => _box.Grid.Write(Encoding.UTF8.GetBytes(text));

    private int Draw(char[] device)
    {
        int drawn = 0;
        int position = 0;
        while (_box.Grid.NextChange(ref position, out int cell, out char character))
        {
            device[cell] = character;
            drawn++;
        }

        return drawn;
    }

    private string Wanted()
    {
        List<string> rows = [];
        for (int row = 0; row < _box.Grid.Rows; row++)
        {
            StringBuilder line = new();
            for (int column = 0; column < _box.Grid.Columns; column++)
            {
                line.Append(_box.Grid.At(column, row));
            }

            rows.Add(line.ToString().TrimEnd(' '));
        }

        return string.Join('|', rows).TrimEnd('|');
    }

    // The grid is a large struct; on the heap it is not copied.
    private sealed class GridBox
    {
        public TextGrid Grid;
    }
}
