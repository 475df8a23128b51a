using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Heaps.Roots;

/// <summary>Registers that calls preserve, the only ones that hold references across one.</summary>
internal static class SavedRegister
{
    /// <summary>Where a register stands in <see cref="RegisterDisplay"/>; -1: calls change it.</summary>
    /// <param name="number">As instructions encode it.</param>
    public static int PlaceOf(int number) => number switch
    {
        3 => 0, // RBX
        5 => 1, // RBP
        >= 12 and <= 15 => number - 10,
        _ => -1,
    };
}
