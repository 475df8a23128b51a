// CoreLib keeps the text of every small number in a table that all processes share, and makes each when it is first
// asked for. Made by a process it would be donated, and a whole block of the process's heap would stay with it; the
// numbers being three hundred, a machine would go on giving blocks away for a long time. So all of them are made when
// the machine starts: 10 KB.
using System;
using System.Globalization;

namespace Cosmos.Core.NativeAot;

/// <summary>The texts of numbers that CoreLib keeps.</summary>
internal static class SmallNumbers
{
    /// <summary>As many as CoreLib keeps, from zero (System.Number.SmallNumberCacheLength).</summary>
    public const int Count = 300;

    /// <summary>Makes them. Once, in a system context, when the runtime is up.</summary>
    public static void MakeTexts()
    {
        for (int number = 0; number < Count; number++)
        {
            GC.KeepAlive(number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
