// The screen, whatever it is made of: text goes into a grid of characters, and what changed goes to the device that
// this machine has. It comes up before paging where the boot loader's tables reach it, so that a machine that is
// refused (too little memory, a missing processor feature) says so on the screen too; text printed earlier still is
// replayed from EarlyConsole's record, so that the first message is not lost.
//
// A write may break off a write: a stack that overflows in here is told of in an epitaph, which is written in here. The
// grid's invariants hold between any two of its stores, so that is sound, once. A second fault would mean that drawing
// itself is what faults: from then on the screen stays as it is, and only the serial line speaks.
using System;
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>The screen console. Any context once initialised; never allocates, never blocks.</summary>
internal static unsafe class Screen
{
    private const int MaxDepth = 2;

    private static TextGrid s_grid;
    private static Device s_device;
    private static int s_depth;
    private static int s_cursorCell;

    private enum Device : byte
    {
        None,
        VgaText,
        Framebuffer,
    }

    /// <summary>Whether there is a screen.</summary>
    public static bool IsUp => s_device != Device.None;

    /// <summary>
    /// Finds the screen, as far as the boot tables show it. Between the change of page tables and
    /// <see cref="Initialize"/> nothing may be printed: a framebuffer is not mapped then. [BootOnly]
    /// </summary>
    /// <param name="boot">What the loader said.</param>
    public static void InitializeEarly(BootInfo* boot)
    {
        if (EarlyConsole.ApplyOptions())
        {
            // Safety: start-up passes its own, filled BootInfo.
            Find(in *boot, paging: false);
        }
    }

    /// <summary>
    /// Finds the screen, or maps what was found early for good. Needs paging; called once. [BootOnly]
    /// </summary>
    /// <param name="boot">What the loader said.</param>
    public static void Initialize(BootInfo* boot)
    {
        if (!EarlyConsole.ApplyOptions())
        {
            return;
        }

        if (s_device == Device.Framebuffer)
        {
            LinearFramebuffer.Map(boot->Framebuffer.Address);
        }
        else if (s_device == Device.None)
        {
            Find(in *boot, paging: true);
        }

        EarlyConsole.EndRecord();
        if (boot->Framebuffer.Address != 0 && s_device != Device.Framebuffer)
        {
            KernelConsole.WriteLine("screen: the boot loader's framebuffer makes no sense and is not used"u8);
        }
    }

    /// <summary>Shows text.</summary>
    /// <param name="utf8">The text.</param>
    public static void Write(ReadOnlySpan<byte> utf8)
    {
        if (s_device == Device.None || s_depth == MaxDepth)
        {
            return;
        }

        s_depth++;
        s_grid.Write(utf8);
        if (s_device == Device.VgaText)
        {
            ShowOnVga();
        }
        else
        {
            ShowOnFramebuffer();
        }

        s_depth--;
    }

    private static void Find(in BootInfo boot, bool paging)
    {
        if (LinearFramebuffer.TryInitialize(in boot, paging))
        {
            s_grid.Reset(LinearFramebuffer.Columns, LinearFramebuffer.Rows);
            LinearFramebuffer.SetColumns(s_grid.Columns);
            s_device = Device.Framebuffer;
        }
        else if ((paging || boot.Framebuffer.Address == 0) && VgaText.TryInitialize())
        {
            s_grid.Reset(VgaText.Columns, VgaText.Rows);
            s_device = Device.VgaText;
        }
        else
        {
            return;
        }

        EarlyConsole.ReplayToScreen();
    }

    private static void ShowOnVga()
    {
        int position = 0;
        while (s_grid.NextChange(ref position, out int cell, out char character))
        {
            VgaText.Draw(cell, character);
        }

        if (CursorCell() != s_cursorCell)
        {
            s_cursorCell = CursorCell();
            VgaText.MoveCursor(s_cursorCell);
        }
    }

    private static void ShowOnFramebuffer()
    {
        int position = 0;
        while (s_grid.NextChange(ref position, out int cell, out char character))
        {
            LinearFramebuffer.Draw(cell, character, underlined: false);
        }

        // The cursor is pixels like any other: the cell it leaves is drawn again, then the one it enters.
        DrawCell(s_cursorCell, underlined: false);
        s_cursorCell = CursorCell();
        DrawCell(s_cursorCell, underlined: true);
    }

    private static void DrawCell(int cell, bool underlined) =>
        LinearFramebuffer.Draw(cell, s_grid.At(cell % s_grid.Columns, cell / s_grid.Columns), underlined);

    private static int CursorCell() =>
        (s_grid.CursorRow * s_grid.Columns) + Math.Min(s_grid.CursorColumn, s_grid.Columns - 1);
}
