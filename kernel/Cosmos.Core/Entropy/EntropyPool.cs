// The kernel's random number generator: a 256-bit key that absorbs entropy and gives random bytes through ChaCha20
// with fast key erasure (D. J. Bernstein, "Fast-key-erasure random-number generators", 2017). Every block's first
// half becomes the next key before the second half is handed out, so whoever steals the state learns nothing about
// bytes given before.
//
// Absorbing works like a rekey whose key stream is XORed with the input (the construction of OpenBSD's arc4random):
// each 32 bytes of input are XORed onto the key, and the block function, being one-way in its key, mixes them. Weak
// input is harmless, secret input adds up, and an input that an attacker knows cannot cancel an earlier one that he
// does not know.
//
// A plain value without references: a platform keeps one in a static, seeds it (X86: RDSEED, RDRAND, timing jitter;
// Linux: getrandom) and serialises its callers. It gives bytes only once enough entropy was credited; asking earlier
// is a programmer's error that IsReady lets him avoid. After ReseedInterval bytes it asks for fresh entropy through
// NeedsReseed.
using System;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Entropy;

/// <summary>
/// A ChaCha20 generator with fast key erasure. Not synchronised: its owner admits one caller at a time.
/// </summary>
internal struct EntropyPool
{
    /// <summary>Bits of credited entropy from which on output is allowed: the strength of the key.</summary>
    public const int RequiredBits = 256;

    /// <summary>Bytes of output after which the owner should absorb fresh entropy.</summary>
    public const ulong ReseedInterval = 1 << 20;

    // What follows the key into the block function, so that absorbing and generating never share a key stream.
    private const uint AbsorbDomain = 0x41;
    private const uint GenerateDomain = 0x47;

    private Key _key;
    private int _creditedBits;
    private ulong _bytesSinceReseed;

    /// <summary>Whether enough entropy was absorbed for output.</summary>
    public readonly bool IsReady => _creditedBits >= RequiredBits;

    /// <summary>Whether the owner should absorb fresh entropy before it asks for more bytes.</summary>
    public readonly bool NeedsReseed => _bytesSinceReseed >= ReseedInterval;

    /// <summary>Mixes <paramref name="data"/> in.</summary>
    /// <param name="data">Any bytes, of any quality.</param>
    /// <param name="creditedBits">
    /// How many bits of it an attacker cannot know, estimated low; 0 for data that may be public.
    /// </param>
    public void Absorb(ReadOnlySpan<byte> data, int creditedBits)
    {
        Span<byte> key = _key;
        while (!data.IsEmpty)
        {
            int count = Math.Min(data.Length, ChaCha20.KeySize);
            for (int i = 0; i < count; i++)
            {
                key[i] ^= data[i];
            }

            // The length takes part, so that "x" and "x\0" lead to different keys.
            NextBlock(AbsorbDomain + ((uint)count << 8), default);
            data = data[count..];
        }

        _creditedBits = Math.Min(RequiredBits, _creditedBits + creditedBits);
        _bytesSinceReseed = creditedBits > 0 ? 0 : _bytesSinceReseed;
    }

    /// <summary>Fills <paramref name="output"/> with random bytes. The pool must be ready.</summary>
    /// <returns>False, and nothing written, when the pool is not ready.</returns>
    public bool TryFill(Span<byte> output)
    {
        if (!IsReady)
        {
            return false;
        }

        _bytesSinceReseed += (ulong)output.Length;
        while (!output.IsEmpty)
        {
            int count = Math.Min(output.Length, ChaCha20.BlockSize - ChaCha20.KeySize);
            NextBlock(GenerateDomain, output[..count]);
            output = output[count..];
        }

        return true;
    }

    // One block: the first half replaces the key, the head of the second half goes out, the rest is forgotten.
    private void NextBlock(uint domain, Span<byte> output)
    {
        Span<byte> block = stackalloc byte[ChaCha20.BlockSize];
        Span<byte> nonce = stackalloc byte[ChaCha20.NonceSize];
        nonce.Clear();
        nonce[0] = (byte)domain;
        nonce[1] = (byte)(domain >> 8);

        ChaCha20.Block(_key, 0, nonce, block);
        block[..ChaCha20.KeySize].CopyTo(_key);
        block.Slice(ChaCha20.KeySize, output.Length).CopyTo(output);
        block.Clear();
    }

    [InlineArray(ChaCha20.KeySize)]
    private struct Key
    {
        private byte _first;
    }
}
