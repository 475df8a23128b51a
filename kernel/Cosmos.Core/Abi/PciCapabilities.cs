// The list of capabilities in a function's configuration space (PCI Local Bus Specification 3.0 §6.7): each names the
// next. A device that lies makes the list a loop or leads it into its header; so a walk ends after as many steps as
// there is room for capabilities, and who is about to use a device asks first whether its list is sound.
namespace Cosmos.Core.Abi;

/// <summary>Finding capabilities. Pure.</summary>
public static class PciCapabilities
{
    /// <summary>MSI (§6.8.1).</summary>
    public const int Msi = 0x05;

    /// <summary>What the vendor defines.</summary>
    public const int Vendor = 0x09;

    /// <summary>PCI Express.</summary>
    public const int Express = 0x10;

    /// <summary>MSI-X (§6.8.2).</summary>
    public const int MsiX = 0x11;

    private const int StatusOffset = 0x04;
    private const uint HasListBit = 1u << 20;
    private const int PointerOffset = 0x34;
    private const int FirstOffset = 0x40;
    private const int EndOffset = 0x100;
    private const int MostSteps = (EndOffset - FirstOffset) / 4;

    /// <summary>The place of a function's first capability with an id; 0: there is none.</summary>
    /// <param name="space">Whose registers.</param>
    /// <param name="function">The function.</param>
    /// <param name="id">Which capability.</param>
    /// <param name="after">Begin behind this one, which was found before; 0: at the beginning.</param>
    public static int Find<TSpace>(in TSpace space, PciAddress function, int id, int after = 0)
        where TSpace : IConfigurationSpace
    {
        bool isBehind = after == 0;
        int at = First(space, function);
        for (int step = 0; step < MostSteps && at >= FirstOffset; step++)
        {
            uint header = space.Read(function, at);
            if (isBehind && (header & 0xFF) == (uint)id)
            {
                return at;
            }

            isBehind |= at == after;
            at = Next(header);
        }

        return 0;
    }

    /// <summary>Whether the list ends, and stays where capabilities may be.</summary>
    public static bool IsSound<TSpace>(in TSpace space, PciAddress function)
        where TSpace : IConfigurationSpace
    {
        int at = First(space, function);
        for (int step = 0; step < MostSteps; step++)
        {
            if (at < FirstOffset)
            {
                return at == 0;
            }

            at = Next(space.Read(function, at));
        }

        return at == 0;
    }

    private static int First<TSpace>(in TSpace space, PciAddress function)
        where TSpace : IConfigurationSpace
        => (space.Read(function, StatusOffset) & HasListBit) == 0
            ? 0
            : (int)(space.Read(function, PointerOffset) & 0xFC);

    private static int Next(uint header) => (int)(header >> 8 & 0xFC);
}
