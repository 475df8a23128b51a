// Between keys of a type and their bytes. Most keys are plain: numbers, text, names, identities of processes. Those are
// read back from their bytes; a row keeps no object of them. Of the others - tuples, types of the program - the row
// keeps a copy beside the value.
//
// The questions about types are answered when the code for a type is compiled, or cost one comparison.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Cosmos.Runtime.Tables;

/// <summary>Writing and reading of keys. Preemption on: a key's own code may run.</summary>
internal static class KeyCodec
{
    // Tags of what tuples hold, in OTP's order of terms as far as there is one: numbers, names, references, pids,
    // tuples, bytes and text.
    private enum Tag : byte
    {
        Null,
        Boolean,
        Byte,
        SByte,
        Int16,
        UInt16,
        Int32,
        UInt32,
        Int64,
        UInt64,
        Float,
        Double,
        Enumeration,
        Time,
        Day,
        TimeOfDay,
        PointInTime,
        PointInWorldTime,
        Identifier,
        Character,
        Atom,
        Reference,
        Pid,
        Tuple,
        Key,
        Bytes,
        Text,
    }

    /// <summary>Throws unless keys of a type can be compared as bytes.</summary>
    /// <exception cref="TableException">They cannot.</exception>
    public static void Require<TKey>()
    {
        if (!CanBeWritten<TKey>())
            throw TableException.NoKey(typeof(TKey));
    }

    /// <summary>Throws unless values of a type can be compared as bytes, for bags.</summary>
    /// <exception cref="TableException">They cannot.</exception>
    public static void RequireElement<TValue>()
    {
        if (!CanBeWritten<TValue>())
            throw TableException.NoElement(typeof(TValue));
    }

    private static bool CanBeWritten<TKey>() => IsPlain<TKey>() || typeof(TKey).IsEnum
            || typeof(TKey) == typeof(double) || typeof(TKey) == typeof(float) || typeof(TKey) == typeof(Guid)
            || typeof(TKey) == typeof(DateTime) || typeof(TKey) == typeof(DateTimeOffset)
            || typeof(TKey) == typeof(TimeSpan) || typeof(TKey) == typeof(DateOnly)
            || typeof(TKey) == typeof(TimeOnly) || typeof(TKey) == typeof(Core.Abi.Binary)
            || typeof(ITableKey).IsAssignableFrom(typeof(TKey)) || typeof(ITuple).IsAssignableFrom(typeof(TKey));

    /// <summary>Whether keys of a type are read back from their bytes.</summary>
    public static bool IsPlain<TKey>() =>
        typeof(TKey) == typeof(int) || typeof(TKey) == typeof(long) || typeof(TKey) == typeof(uint)
        || typeof(TKey) == typeof(ulong) || typeof(TKey) == typeof(short) || typeof(TKey) == typeof(ushort)
        || typeof(TKey) == typeof(byte) || typeof(TKey) == typeof(sbyte) || typeof(TKey) == typeof(bool)
        || typeof(TKey) == typeof(char) || typeof(TKey) == typeof(Atom) || typeof(TKey) == typeof(Pid)
        || typeof(TKey) == typeof(Ref) || typeof(TKey) == typeof(string);

    /// <summary>Writes a key.</summary>
    public static void Write<TKey>(ref KeyWriter writer, TKey key)
    {
        if (typeof(TKey) == typeof(int))
            writer.Write((int)(object)key!);
        else if (typeof(TKey) == typeof(long))
            writer.Write((long)(object)key!);
        else if (typeof(TKey) == typeof(Atom))
            writer.Write((Atom)(object)key!);
        else if (typeof(TKey) == typeof(Pid))
            writer.Write((Pid)(object)key!);
        else if (typeof(TKey) == typeof(Ref))
            writer.Write((Ref)(object)key!);
        else
            WriteObject(ref writer, key ?? throw new ArgumentNullException(nameof(key)));
    }

    /// <summary>The key that bytes are, for plain types.</summary>
    public static TKey Read<TKey>(ReadOnlySpan<byte> bytes, bool isOrdered)
    {
        object key =
            typeof(TKey) == typeof(int) ? BinaryPrimitives.ReadInt32BigEndian(bytes) ^ int.MinValue
            : typeof(TKey) == typeof(long) ? BinaryPrimitives.ReadInt64BigEndian(bytes) ^ long.MinValue
            : typeof(TKey) == typeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : typeof(TKey) == typeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : typeof(TKey) == typeof(short) ? (short)(BinaryPrimitives.ReadInt16BigEndian(bytes) ^ short.MinValue)
            : typeof(TKey) == typeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
            : typeof(TKey) == typeof(byte) ? bytes[0]
            : typeof(TKey) == typeof(sbyte) ? (sbyte)(bytes[0] ^ 0x80)
            : typeof(TKey) == typeof(bool) ? bytes[0] != 0
            : typeof(TKey) == typeof(char) ? (char)BinaryPrimitives.ReadUInt16BigEndian(bytes)
            : typeof(TKey) == typeof(Atom) ? ReadAtom(bytes, isOrdered)
            : typeof(TKey) == typeof(Pid) ? ReadPid(bytes)
            : typeof(TKey) == typeof(Ref) ? ReadRef(bytes)
            : ReadText(bytes[1..^2]);
        return (TKey)key;
    }

    /// <summary>Writes what stands in a tuple: its type before it, so that no two things have the same bytes.</summary>
    public static void WriteTagged(ref KeyWriter writer, object? part)
    {
        Tag tag = TagOf(part);
        writer.Write((byte)tag);
        if (tag != Tag.Null)
            WriteObject(ref writer, part!);
    }

    private static void WriteObject(ref KeyWriter writer, object key)
    {
        switch (key)
        {
            case string text:
                writer.Write(text);
                break;
            case Atom name:
                writer.Write(name);
                break;
            case Pid pid:
                writer.Write(pid);
                break;
            case Ref reference:
                writer.Write(reference);
                break;
            case Core.Abi.Binary bytes:
                writer.Write(bytes);
                break;
            case ITableKey own:
                own.WriteKey(ref writer);
                break;
            case Enum value:
                WriteEnumeration(ref writer, value);
                break;
            case ITuple tuple:
                writer.Write(tuple);
                break;
            default:
                if (!TryWriteNumber(ref writer, key) && !TryWriteTime(ref writer, key))
                    throw TableException.NoKey(key.GetType());

                break;
        }
    }

    private static bool TryWriteNumber(ref KeyWriter writer, object key)
    {
        switch (key)
        {
            case int number:
                writer.Write(number);
                return true;
            case long number:
                writer.Write(number);
                return true;
            case uint number:
                writer.Write(number);
                return true;
            case ulong number:
                writer.Write(number);
                return true;
            case short number:
                writer.Write(number);
                return true;
            case ushort number:
                writer.Write(number);
                return true;
            case byte number:
                writer.Write(number);
                return true;
            case sbyte number:
                writer.Write(number);
                return true;
            case bool value:
                writer.Write(value);
                return true;
            case char unit:
                writer.Write(unit);
                return true;
            case double number:
                writer.Write(number);
                return true;
            case float number:
                writer.Write(number);
                return true;
            case Guid identifier:
                writer.Write(identifier);
                return true;
            default:
                return false;
        }
    }

    private static bool TryWriteTime(ref KeyWriter writer, object key)
    {
        switch (key)
        {
            case DateTime time:
                writer.Write(time);
                return true;
            case DateTimeOffset time:
                writer.Write(time);
                return true;
            case TimeSpan time:
                writer.Write(time);
                return true;
            case DateOnly day:
                writer.Write(day);
                return true;
            case TimeOnly time:
                writer.Write(time);
                return true;
            default:
                return false;
        }
    }

    private static Tag TagOf(object? part) => part switch
    {
        null => Tag.Null,
        string => Tag.Text,
        ITableKey => Tag.Key,
        int => Tag.Int32,
        long => Tag.Int64,
        Atom => Tag.Atom,
        Pid => Tag.Pid,
        Ref => Tag.Reference,
        uint => Tag.UInt32,
        ulong => Tag.UInt64,
        short => Tag.Int16,
        ushort => Tag.UInt16,
        byte => Tag.Byte,
        sbyte => Tag.SByte,
        bool => Tag.Boolean,
        char => Tag.Character,
        double => Tag.Double,
        float => Tag.Float,
        Guid => Tag.Identifier,
        DateTime => Tag.PointInTime,
        DateTimeOffset => Tag.PointInWorldTime,
        TimeSpan => Tag.Time,
        DateOnly => Tag.Day,
        TimeOnly => Tag.TimeOfDay,
        Core.Abi.Binary => Tag.Bytes,
        Enum => Tag.Enumeration,
        ITuple => Tag.Tuple,
        _ => throw TableException.NoKey(part.GetType()),
    };

    // Unsigned ones of 64 bits are the only ones that a long does not hold.
    private static void WriteEnumeration(ref KeyWriter writer, Enum value)
    {
        var number = (IConvertible)value;
        if (number.GetTypeCode() == TypeCode.UInt64)
            writer.Write(number.ToUInt64(null));
        else
            writer.Write(number.ToInt64(null));
    }

    private static Atom ReadAtom(ReadOnlySpan<byte> bytes, bool isOrdered)
    {
        if (!isOrdered)
            return new Atom(BinaryPrimitives.ReadInt32BigEndian(bytes) ^ int.MinValue);

        if (bytes[0] == 0)
            return default;

        Span<byte> name = stackalloc byte[AtomName.MaximumBytes];
        int length = 0;
        for (int at = 1; at < bytes.Length - 2; at++)
        {
            name[length++] = bytes[at];
            at += bytes[at] == 0 ? 1 : 0;
        }

        return Atom.Intern(name[..length]);
    }

    private static Pid ReadPid(ReadOnlySpan<byte> bytes)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return new Pid((uint)low, (uint)(low >> 32), (uint)high, (int)(high >> 32));
    }

    private static Ref ReadRef(ReadOnlySpan<byte> bytes)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong unique = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return high >> 32 == 0 ? Ref.Of(unique, (int)high) : new Ref(unique, (uint)high, (int)(high >> 32));
    }

    private static string ReadText(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes) && !bytes.Contains((byte)0))
            return System.Text.Encoding.ASCII.GetString(bytes);

        Span<char> units = new char[bytes.Length];
        int count = 0;
        for (int at = 0; at < bytes.Length; count++)
        {
            int first = bytes[at];
            (units[count], int used) = first switch
            {
                0 => ('\0', 2),
                < 0x80 => ((char)first, 1),
                < 0xE0 => ((char)(((first & 0x1F) << 6) | (bytes[at + 1] & 0x3F)), 2),
                _ => ((char)(((first & 0x0F) << 12) | ((bytes[at + 1] & 0x3F) << 6) | (bytes[at + 2] & 0x3F)), 3),
            };
            at += used;
        }

        return new string(units[..count]);
    }
}
