// The border's Binary: immutable bytes. The collector of the stock runtime keeps them, so nothing is counted.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Core.Abi;

/// <summary>Immutable bytes. Equality is that of the bytes.</summary>
public sealed class Binary : IEquatable<Binary>
{
    /// <summary>Bytes that the machine copies with messages.</summary>
    public const int LargestCopied = 64;

    private readonly ReadOnlyMemory<byte> _bytes;

    private Binary(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>No bytes.</summary>
    public static Binary Empty { get; } = new(default);

    /// <summary>None: they are not counted.</summary>
    public static long LiveBytes => 0;

    /// <summary>How many bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>Makes a binary with a copy of <paramref name="bytes"/>.</summary>
    public static Binary Create(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? Empty : new Binary(bytes.ToArray());

    /// <summary>A part of the binary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the whole.</exception>
    public Binary Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)Length, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - offset), nameof(length));
        return length == Length ? this : length == 0 ? Empty : new Binary(_bytes.Slice(offset, length));
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Binary? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? other) => other is Binary binary && Equals(binary);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"Binary[{Length}]";
}
