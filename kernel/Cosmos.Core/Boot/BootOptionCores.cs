using System;

namespace Cosmos.Core.Boot;

/// <summary>A number of cores on the command line: 1 to <see cref="Abi.Cores.Most"/>, or <c>all</c>.</summary>
internal static class BootOptionCores
{
    /// <summary>Reads it. False: it is neither.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int cores)
    {
        if (text.SequenceEqual("all"u8))
        {
            cores = Abi.Cores.Most;
            return true;
        }

        cores = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9' || cores > Abi.Cores.Most)
            {
                return false;
            }

            cores = (cores * 10) + (digit - '0');
        }

        return cores is >= 1 and <= Abi.Cores.Most;
    }
}
