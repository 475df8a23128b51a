// Finds the numbers that switch the machine off. To reach the soft-off state S5 one writes two sleep types, which are
// different on every chip set, into the PM1 control registers; firmware states them as an AML object
//     Name (\_S5, Package () { SLP_TYPa, SLP_TYPb, reserved, reserved })        (ACPI 6.5 §7.4.2)
//
// Why no AML interpreter: the specification fixes the object's name, its type and that it is static data, so that it
// can be found by its encoding: NameOp, the name, PackageOp, a length, a count and integers (§20.2). A full
// interpreter is several thousand lines, runs firmware's code with the kernel's rights, and would be used for nothing
// else; this scan cannot run anything, takes one pass over the table, and gives up at the first byte that does not
// fit. The price: a machine that computes _S5 in a method (none is known; the specification forbids it) is not
// switched off this way.
using System;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The two sleep types of a sleep state, each 0..7.</summary>
internal readonly struct SleepPackage
{
    private const byte NameOp = 0x08;
    private const byte PackageOp = 0x12;
    private const byte RootChar = (byte)'\\';

    // A sleep type is a three-bit field of PM1 control.
    private const ulong MaxSleepType = 7;

    private SleepPackage(byte typeA, byte typeB)
    {
        TypeA = typeA;
        TypeB = typeB;
    }

    /// <summary>SLP_TYP for PM1a control.</summary>
    public byte TypeA { get; }

    /// <summary>SLP_TYP for PM1b control.</summary>
    public byte TypeB { get; }

    /// <summary>Finds <c>\_S5</c> in the AML of a DSDT or SSDT.</summary>
    public static bool TryFindSoftOff(ReadOnlySpan<byte> aml, out SleepPackage package)
    {
        int start = 0;
        while (true)
        {
            int found = aml[start..].IndexOf("_S5_"u8);
            if (found < 0)
            {
                package = default;
                return false;
            }

            int name = start + found;
            if (IsNamed(aml, name) && TryParsePackage(aml[(name + 4)..], out package))
            {
                return true;
            }

            start = name + 1;
        }
    }

    // NameOp [RootChar] NameSeg: the four letters inside a string or another name do not count.
    private static bool IsNamed(ReadOnlySpan<byte> aml, int name)
        => (name >= 1 && aml[name - 1] == NameOp)
        || (name >= 2 && aml[name - 1] == RootChar && aml[name - 2] == NameOp);

    private static bool TryParsePackage(ReadOnlySpan<byte> bytes, out SleepPackage package)
    {
        package = default;
        if (bytes.IsEmpty || bytes[0] != PackageOp)
        {
            return false;
        }

        // The length counts its own bytes; behind them stand the number of elements and the elements.
        ReadOnlySpan<byte> body = bytes[1..];
        if (!TryReadPackageLength(body, out int lengthBytes, out int length)
            || length > body.Length || length < lengthBytes + 1)
        {
            return false;
        }

        body = body[lengthBytes..length];
        int elements = body[0];
        body = body[1..];
        if (elements < 1 || !TryReadInteger(ref body, out ulong typeA) || typeA > MaxSleepType)
        {
            return false;
        }

        // Some firmware gives one element only; the second sleep type is then the same as none.
        ulong typeB = 0;
        if (elements >= 2 && (!TryReadInteger(ref body, out typeB) || typeB > MaxSleepType))
        {
            return false;
        }

        package = new SleepPackage((byte)typeA, (byte)typeB);
        return true;
    }

    // ACPI 6.5 §20.2.4: the top two bits of the first byte say how many bytes follow; with none the low six bits
    // count, otherwise its low four bits are the number's lowest.
    private static bool TryReadPackageLength(ReadOnlySpan<byte> bytes, out int consumed, out int length)
    {
        consumed = 0;
        length = 0;
        if (bytes.IsEmpty)
        {
            return false;
        }

        int following = bytes[0] >> 6;
        if (bytes.Length < 1 + following)
        {
            return false;
        }

        length = following == 0 ? bytes[0] & 0x3F : bytes[0] & 0x0F;
        for (int i = 0; i < following; i++)
        {
            length |= bytes[1 + i] << (4 + (8 * i));
        }

        consumed = 1 + following;
        return true;
    }

    // ACPI 6.5 §20.2.3: ZeroOp, OneOp, or a prefix that says how many little-endian bytes follow. OnesOp is no sleep
    // type.
    private static bool TryReadInteger(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        if (bytes.IsEmpty)
        {
            return false;
        }

        byte op = bytes[0];
        int size = op switch { 0x0A => 1, 0x0B => 2, 0x0C => 4, 0x0E => 8, _ => 0 };
        if ((size == 0 && op > 1) || bytes.Length < 1 + size)
        {
            return false;
        }

        value = size == 0 ? op : 0ul;
        for (int i = 0; i < size; i++)
        {
            value |= (ulong)bytes[1 + i] << (8 * i);
        }

        bytes = bytes[(1 + size)..];
        return true;
    }
}
