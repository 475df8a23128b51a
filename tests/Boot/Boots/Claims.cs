// The claims that every boot is held to.
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Tests.Boot.Screens;
using VgaText = Cosmos.Tests.Boot.Screens.VgaText;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>What must be true of a finished boot of hello.</summary>
internal static class Claims
{
    private const int VgaCellHeight = 16;

    /// <summary>Hello ran from its first line to its last.</summary>
    public static void Ran(IReadOnlyCollection<string> lines)
    {
        Assert.Contains(lines, line => line.StartsWith(Images.FirstWords, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(Images.LastWords, StringComparison.Ordinal));
    }

    /// <summary>The framebuffer shows, glyph for glyph, the end of what the serial line carried.</summary>
    public static void FramebufferShowsTheSerialLine(BootRun run)
    {
        List<string> screen = FramebufferText.Read(run.Picture);
        SameText(run.Lines, screen, run.Picture.Width / Font8x16.Width);
    }

    /// <summary>
    /// VGA text memory holds the end of what the serial line carried, and the screen shows text in those rows.
    /// </summary>
    public static void TextModeShowsTheSerialLine(BootRun run)
    {
        SameText(run.Lines, run.TextMemory, VgaText.Columns);
        Assert.Equal(VgaText.Rows * VgaCellHeight, run.Picture.Height);
        for (int row = 0; row < VgaText.Rows; row++)
        {
            int lit = run.Picture.LitPixels(row * VgaCellHeight, VgaCellHeight);
            bool hasText = row < run.TextMemory.Count && run.TextMemory[row].Length > 0;
            bool mayHaveCursor = row == run.TextMemory.Count;
            Assert.True(hasText ? lit > 0 : lit == 0 || mayHaveCursor, $"screen row {row}: {lit} lit pixels");
        }
    }

    private static void SameText(List<string> lines, List<string> screen, int columns)
    {
        List<string> expected = ScreenText.Wrap(lines, columns);
        Assert.NotEmpty(screen);
        Assert.True(screen.Count <= expected.Count, $"the screen shows more:\n{string.Join('\n', screen)}");
        Assert.Equal(expected[^screen.Count..], screen);
    }
}
