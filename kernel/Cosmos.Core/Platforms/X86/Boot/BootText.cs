// A short text handed over at boot (command line, loader's name), copied out of the loader's memory. Longer texts are
// cut and say so; the text need not be valid UTF-8.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Up to <see cref="Capacity"/> bytes of text.</summary>
internal struct BootText
{
    /// <summary>The most bytes that are kept.</summary>
    public const int Capacity = 2048;

    private Bytes _bytes;

    /// <summary>Bytes kept.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the text was longer than <see cref="Capacity"/>.</summary>
    public bool Truncated { get; private set; }

    /// <summary>The text, without a terminator.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Value => ((ReadOnlySpan<byte>)_bytes)[..Length];

    /// <summary>Copies <paramref name="text"/> up to its first zero byte or its end.</summary>
    public void Set(ReadOnlySpan<byte> text)
    {
        Length = 0;
        Truncated = false;
        foreach (byte character in text)
        {
            if (character == 0)
            {
                return;
            }

            if (Length == Capacity)
            {
                Truncated = true;
                return;
            }

            _bytes[Length++] = character;
        }
    }

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }
}
