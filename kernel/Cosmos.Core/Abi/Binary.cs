// Bytes that are sent around: immutable, so that sharing them between processes breaks no isolation. Few bytes lie in
// the heap and are copied like any object; many lie outside of all heaps, once, counted, and a message that holds them
// copies an object of a few words. The count is the kernel's business: whatever ends an object - a collection, the end
// of its process, a message that nobody took - gives its count back.
//
// A span of the bytes keeps them alive by itself, as a span of an array does: the collector recognises it on the stack.
// That needs the span to be a managed reference from where it is made, so SpanOf is not inlined.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cosmos.Core.Heaps.Messages;

namespace Cosmos.Core.Abi;

/// <summary>
/// Immutable bytes. In a message, up to <see cref="LargestCopied"/> bytes are copied; more are shared, whatever their
/// number. Equality is that of the bytes.
/// </summary>
public sealed unsafe class Binary : IEquatable<Binary>
{
    /// <summary>Bytes that lie in the heap and are copied with messages: as Erlang/OTP's heap binaries.</summary>
    public const int LargestCopied = 64;

    private readonly byte[]? _small;
    private readonly int _offset;
    private readonly int _length;

    private Binary(byte[] small)
    {
        _small = small;
        _length = small.Length;
    }

    private Binary(int offset, int length)
    {
        _offset = offset;
        _length = length;
    }

    /// <summary>No bytes.</summary>
    public static Binary Empty { get; } = new([]);

    /// <summary>How many bytes.</summary>
    public int Length => _length;

    /// <summary>The bytes. The span is good as long as it exists, with or without this object.</summary>
    public ReadOnlySpan<byte> Span
        => _small != null ? new ReadOnlySpan<byte>(_small, _offset, _length) : SpanOf(Bytes, _offset, _length);

    /// <summary>Large binaries alive in the machine, each counted once.</summary>
    public static long Live => Binaries.Live;

    /// <summary>Bytes of them.</summary>
    public static long LiveBytes => Binaries.LiveBytes;

    /// <summary>The shared bytes of a large binary.</summary>
    internal BinaryBytes* Bytes { get; set; }

    /// <summary>The next large binary of the same heap or block.</summary>
    internal ref nint Next => ref _next;

    private nint _next;

    /// <summary>Makes a binary with a copy of <paramref name="bytes"/>.</summary>
    /// <exception cref="OutOfMemoryException">There is no room for them.</exception>
    public static Binary Create(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= LargestCopied)
        {
            return bytes.IsEmpty ? Empty : new Binary(bytes.ToArray());
        }

        Binary binary = new(0, bytes.Length);
        if (!Binaries.TryCreate(binary, bytes.Length))
        {
            throw new OutOfMemoryException();
        }

        // Safety: nobody else has the object yet, so nobody sees the bytes change.
        bytes.CopyTo(new Span<byte>(Binaries.BytesOf(binary.Bytes), bytes.Length));
        return binary;
    }

    /// <summary>
    /// A part of the binary. Many bytes are not copied: the part shares them, and keeps all of the whole alive.
    /// </summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Number of bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the whole.</exception>
    public Binary Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)_length, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(_length - offset), nameof(length));
        if (length == _length)
        {
            return this;
        }

        if (length <= LargestCopied)
        {
            return Create(Span.Slice(offset, length));
        }

        Binary part = new(_offset + offset, length);
        Binaries.Share(part, Bytes);
        GC.KeepAlive(this);
        return part;
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Binary? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? other) => other is Binary binary && Equals(binary);

    /// <summary>A hash code of the bytes, the same in every process.</summary>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The number of bytes, for logs.</summary>
    public override string ToString() => $"Binary[{_length}]";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> SpanOf(BinaryBytes* bytes, int offset, int length)
        => new(Binaries.BytesOf(bytes) + offset, length);
}
