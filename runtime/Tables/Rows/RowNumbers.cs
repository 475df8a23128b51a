// Values that are numbers, as the 64 bits in which a row keeps them. The questions about types are answered when the
// code for a type is compiled; nothing is boxed.
namespace Cosmos.Runtime.Tables;

/// <summary>Numbers in rows.</summary>
internal static class RowNumbers
{
    /// <summary>Whether values of a type are kept as numbers.</summary>
    public static bool Holds<TValue>() =>
        typeof(TValue) == typeof(long) || typeof(TValue) == typeof(int) || typeof(TValue) == typeof(ulong)
        || typeof(TValue) == typeof(uint) || typeof(TValue) == typeof(short) || typeof(TValue) == typeof(ushort)
        || typeof(TValue) == typeof(byte) || typeof(TValue) == typeof(sbyte) || typeof(TValue) == typeof(bool)
        || typeof(TValue) == typeof(char);

    /// <summary>The bits of a value.</summary>
    public static long From<TValue>(TValue value) =>
        typeof(TValue) == typeof(long) ? (long)(object)value!
        : typeof(TValue) == typeof(int) ? (int)(object)value!
        : typeof(TValue) == typeof(ulong) ? (long)(ulong)(object)value!
        : typeof(TValue) == typeof(uint) ? (uint)(object)value!
        : typeof(TValue) == typeof(short) ? (short)(object)value!
        : typeof(TValue) == typeof(ushort) ? (ushort)(object)value!
        : typeof(TValue) == typeof(byte) ? (byte)(object)value!
        : typeof(TValue) == typeof(sbyte) ? (sbyte)(object)value!
        : typeof(TValue) == typeof(bool) ? ((bool)(object)value! ? 1 : 0)
        : (char)(object)value!;

    /// <summary>The value of bits.</summary>
    public static TValue To<TValue>(long bits) =>
        typeof(TValue) == typeof(long) ? (TValue)(object)bits
        : typeof(TValue) == typeof(int) ? (TValue)(object)(int)bits
        : typeof(TValue) == typeof(ulong) ? (TValue)(object)(ulong)bits
        : typeof(TValue) == typeof(uint) ? (TValue)(object)(uint)bits
        : typeof(TValue) == typeof(short) ? (TValue)(object)(short)bits
        : typeof(TValue) == typeof(ushort) ? (TValue)(object)(ushort)bits
        : typeof(TValue) == typeof(byte) ? (TValue)(object)(byte)bits
        : typeof(TValue) == typeof(sbyte) ? (TValue)(object)(sbyte)bits
        : typeof(TValue) == typeof(bool) ? (TValue)(object)(bits != 0)
        : (TValue)(object)(char)bits;

    /// <summary>In which order numbers come, by their places.</summary>
    public static int[] InOrder(List<ulong> numbers)
    {
        int[] places = new int[numbers.Count];
        for (int place = 0; place < places.Length; place++)
        {
            places[place] = place;
        }

        Array.Sort(numbers.ToArray(), places);
        return places;
    }
}
