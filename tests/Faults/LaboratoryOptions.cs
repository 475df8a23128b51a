// What the laboratory was asked for, in the environment, as make hands it on. What cannot be was refused before
// (kernel/Cosmos.Build/Scripts/wishes.sh).
using System.Globalization;

namespace Cosmos.Tests.Faults;

/// <summary>A campaign's size and place.</summary>
internal sealed record LaboratoryOptions
{
    /// <summary>The first fault's number.</summary>
    public int Seed { get; init; } = Number("SEED", Environment.TickCount & 0xFFFFFF);

    /// <summary>How many faults.</summary>
    public int Count { get; init; } = Number("COUNT", 20);

    /// <summary>How many calls are up.</summary>
    public int Calls { get; init; } = Number("CALLS", 200);

    /// <summary>How long each lasts at least, in seconds; at most twice as long.</summary>
    public int HoldSeconds { get; init; } = Number("HOLD", 40);

    /// <summary>The emulated machine's processors.</summary>
    public int Cores { get; init; } = Number("SMP", 1);

    /// <summary>Its memory.</summary>
    public int MemoryMib { get; init; } = Number("MEM_MIB", 256);

    /// <summary>Its network card.</summary>
    public string Card { get; init; } = Word("NIC", "virtio");

    /// <summary>A board's serial line; empty: the exchange is emulated.</summary>
    public string Board { get; init; } = Word("BOARD", "");

    /// <summary>The board's address.</summary>
    public string Address { get; init; } = Word("EXCHANGE", "");

    /// <summary>This side's, as the board sees it.</summary>
    public string Here { get; init; } = Word("HERE", "");

    /// <summary>A single kind of fault, or role; empty: all.</summary>
    public string Only { get; init; } = Word("FAULT", "");

    private static string Word(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture,
            out int number) ? number : otherwise;
}
