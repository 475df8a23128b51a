// A key as bytes. Two keys are equal when their bytes are, and the bytes of the smaller one come first: so tables
// compare keys by comparing memory, and no code of the program runs where a latch is held.
//
//   numbers    all their bytes, the most significant one first, the sign turned over; so are times and identifiers
//   floating   as numbers; negative ones turned over entirely; -0 is 0, and NaN comes before all
//   text       each unit of UTF-16 in one to three bytes as UTF-8 would have it, then 00 00; the unit 0 is 00 01
//   bytes      as they are, then 00 00; a byte 0 is 00 01
//   atoms      in ordered tables 01 and their text, as OTP orders them, or 00 for none; in others their number
//   null       00, where something could be null; what is there begins with 01, or with its type's tag in a tuple
//
// Nothing that is written is the beginning of something else of its type, so parts can follow each other.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cosmos.Runtime.Tables;

/// <summary>Takes the parts of a key; see <see cref="ITableKey"/>.</summary>
public ref struct KeyWriter
{
    /// <summary>The most bytes of a key: comparing two of them is done with preemption off.</summary>
    public const int MaximumBytes = 4096;

    /// <summary>What a caller lays out on its stack: most keys are shorter.</summary>
    internal const int Room = 128;

    private readonly bool _isOrdered;
    private Span<byte> _bytes;
    private int _length;

    internal KeyWriter(Span<byte> room, bool isOrdered)
    {
        _bytes = room;
        _isOrdered = isOrdered;
    }

    /// <summary>All that was written.</summary>
    /// <exception cref="TableException">That is too much.</exception>
    internal readonly ReadOnlySpan<byte> Whole =>
        _length <= MaximumBytes ? Written : throw TableException.KeyTooLong();

    private readonly ReadOnlySpan<byte> Written => _bytes[.._length];

    /// <summary>Writes a truth value; false comes first.</summary>
    public void Write(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>Writes a unit of UTF-16.</summary>
    public void Write(char value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(sizeof(char)), value);

    /// <summary>Writes a number.</summary>
    public void Write(byte value) => Reserve(1)[0] = value;

    /// <summary>Writes a number.</summary>
    public void Write(sbyte value) => Reserve(1)[0] = (byte)(value ^ sbyte.MinValue);

    /// <summary>Writes a number.</summary>
    public void Write(short value) =>
        BinaryPrimitives.WriteInt16BigEndian(Reserve(sizeof(short)), (short)(value ^ short.MinValue));

    /// <summary>Writes a number.</summary>
    public void Write(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(sizeof(ushort)), value);

    /// <summary>Writes a number.</summary>
    public void Write(int value) =>
        BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value ^ int.MinValue);

    /// <summary>Writes a number.</summary>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(sizeof(uint)), value);

    /// <summary>Writes a number.</summary>
    public void Write(long value) =>
        BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value ^ long.MinValue);

    /// <summary>Writes a number.</summary>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), value);

    /// <summary>Writes a number.</summary>
    public void Write(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value);
        Write(bits < 0 ? (ulong)~bits : (ulong)bits | 1UL << 63);
    }

    /// <summary>Writes a number.</summary>
    public void Write(float value) => Write((double)value);

    /// <summary>Writes an identifier, in the order of its text.</summary>
    public void Write(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    /// <summary>Writes a point in time; its kind is no part of it.</summary>
    public void Write(DateTime value) => Write(value.Ticks);

    /// <summary>Writes a point in time, wherever its clock hung.</summary>
    public void Write(DateTimeOffset value) => Write(value.UtcTicks);

    /// <summary>Writes a time.</summary>
    public void Write(TimeSpan value) => Write(value.Ticks);

    /// <summary>Writes a day.</summary>
    public void Write(DateOnly value) => Write(value.DayNumber);

    /// <summary>Writes a time of day.</summary>
    public void Write(TimeOnly value) => Write(value.Ticks);

    /// <summary>Writes a process's identity.</summary>
    public void Write(Pid value)
    {
        Write(value.Key.High);
        Write(value.Key.Low);
    }

    /// <summary>Writes a reference.</summary>
    public void Write(Ref value)
    {
        Write(value.Key.High);
        Write(value.Key.Low);
    }

    /// <summary>Writes a name.</summary>
    public void Write(Atom value)
    {
        if (!_isOrdered)
        {
            Write(value.Number);
            return;
        }

        Write(!value.IsNone);
        if (!value.IsNone)
        {
            Span<byte> name = stackalloc byte[AtomName.MaximumBytes];
            WriteEscaped(name[..AtomTable.CopyName(value.Number, name)]);
        }
    }

    /// <summary>Writes a text, or null. Ordered by its units of UTF-16, as string.CompareOrdinal does.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            Write((byte)0);
            return;
        }

        Write((byte)1);
        WriteUnits(value);
    }

    /// <summary>Writes bytes, or null.</summary>
    public void Write(Core.Abi.Binary? value)
    {
        if (value is null)
        {
            Write((byte)0);
            return;
        }

        Write((byte)1);
        WriteEscaped(value.Span);
    }

    /// <summary>Writes a key within the key, or null.</summary>
    public void Write(ITableKey? value)
    {
        if (value is null)
        {
            Write((byte)0);
            return;
        }

        Write((byte)1);
        value.WriteKey(ref this);
    }

    /// <summary>Writes the elements of a tuple, or null. Tuples within it count.</summary>
    public void Write(ITuple? value)
    {
        if (value is null)
        {
            Write((byte)0);
            return;
        }

        Write((byte)value.Length);
        for (int index = 0; index < value.Length; index++)
        {
            KeyCodec.WriteTagged(ref this, value[index]);
        }
    }

    private void WriteUnits(string text)
    {
        Span<byte> place = Reserve(text.Length + 2);
        if (Ascii.FromUtf16(text, place, out int written) == System.Buffers.OperationStatus.Done
            && !place[..written].Contains((byte)0))
        {
            place[written..].Clear();
            return;
        }

        // Three bytes for each unit at the most.
        _length -= place.Length;
        place = Reserve((text.Length * 3) + 2);
        int at = 0;
        foreach (char unit in text)
        {
            at += WriteUnit(unit, place[at..]);
        }

        place[at..(at + 2)].Clear();
        _length -= place.Length - at - 2;
    }

    private static int WriteUnit(char unit, Span<byte> place)
    {
        switch (unit)
        {
            case '\0':
                place[0] = 0;
                place[1] = 1;
                return 2;
            case < '\x80':
                place[0] = (byte)unit;
                return 1;
            case < '\x800':
                place[0] = (byte)(0xC0 | (unit >> 6));
                place[1] = (byte)(0x80 | (unit & 0x3F));
                return 2;
            default:
                place[0] = (byte)(0xE0 | (unit >> 12));
                place[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                place[2] = (byte)(0x80 | (unit & 0x3F));
                return 3;
        }
    }

    private void WriteEscaped(scoped ReadOnlySpan<byte> bytes)
    {
        foreach (byte item in bytes)
        {
            Write(item);
            if (item == 0)
                Write((byte)1);
        }

        Reserve(2).Clear();
    }

    private Span<byte> Reserve(int count)
    {
        int after = _length + count;
        if (after > _bytes.Length)
            Grow(after);

        Span<byte> place = _bytes[_length..after];
        _length = after;
        return place;
    }

    // A text is given three bytes a unit before it is known to need fewer.
    private void Grow(int needed)
    {
        if (needed > (3 * MaximumBytes) + Room)
            throw TableException.KeyTooLong();

        byte[] larger = new byte[needed * 2];
        Written.CopyTo(larger);
        _bytes = larger;
    }
}
