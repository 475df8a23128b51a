// The ChaCha20 block function (RFC 8439 §2.3): 64 bytes that nobody can tell from random without the 256-bit key. It
// is the kernel's only cryptographic primitive, chosen because it is short, needs no tables (so no cache-timing
// leak), no special instructions, and is proven by the RFC's own vectors in the unit tests. It is used to condition
// entropy and to generate random bytes (EntropyPool), never to encrypt traffic; that is the business of a protocol
// stack.
//
// No allocation, no statics: callable before the managed runtime runs and from any context.
using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Cosmos.Core.Entropy;

/// <summary>RFC 8439's ChaCha20 block function.</summary>
internal static class ChaCha20
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceSize = 12;

    /// <summary>Bytes that one call makes.</summary>
    public const int BlockSize = 64;

    private const int StateWords = 16;
    private const int DoubleRounds = 10;

    /// <summary>
    /// Writes the key stream's block number <paramref name="counter"/>. The sizes are those of the constants.
    /// </summary>
    public static void Block(ReadOnlySpan<byte> key, uint counter, ReadOnlySpan<byte> nonce, Span<byte> output)
    {
        Span<uint> initial = stackalloc uint[StateWords];
        Span<uint> working = stackalloc uint[StateWords];
        Load(initial, key, counter, nonce);
        initial.CopyTo(working);
        for (int round = 0; round < DoubleRounds; round++)
        {
            DoubleRound(working);
        }

        for (int i = 0; i < StateWords; i++)
        {
            uint word = working[i] + initial[i];
            BinaryPrimitives.WriteUInt32LittleEndian(output.Slice(i * sizeof(uint), sizeof(uint)), word);
        }

        // The state holds the key: leave no copy of it on the stack.
        initial.Clear();
        working.Clear();
    }

    // RFC 8439 §2.3: four words "expand 32-byte k", eight of key, one block counter, three of nonce.
    private static void Load(Span<uint> state, ReadOnlySpan<byte> key, uint counter, ReadOnlySpan<byte> nonce)
    {
        state[0] = 0x61707865;
        state[1] = 0x3320646e;
        state[2] = 0x79622d32;
        state[3] = 0x6b206574;
        for (int i = 0; i < KeySize / sizeof(uint); i++)
        {
            state[4 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key.Slice(i * sizeof(uint), sizeof(uint)));
        }

        state[12] = counter;
        for (int i = 0; i < NonceSize / sizeof(uint); i++)
        {
            state[13 + i] = BinaryPrimitives.ReadUInt32LittleEndian(nonce.Slice(i * sizeof(uint), sizeof(uint)));
        }
    }

    private static void DoubleRound(Span<uint> s)
    {
        // The highest index first: one bounds check stands for all that follow.
        _ = s[StateWords - 1];
        QuarterRound(ref s[0], ref s[4], ref s[8], ref s[12]);
        QuarterRound(ref s[1], ref s[5], ref s[9], ref s[13]);
        QuarterRound(ref s[2], ref s[6], ref s[10], ref s[14]);
        QuarterRound(ref s[3], ref s[7], ref s[11], ref s[15]);
        QuarterRound(ref s[0], ref s[5], ref s[10], ref s[15]);
        QuarterRound(ref s[1], ref s[6], ref s[11], ref s[12]);
        QuarterRound(ref s[2], ref s[7], ref s[8], ref s[13]);
        QuarterRound(ref s[3], ref s[4], ref s[9], ref s[14]);
    }

    /// <summary>RFC 8439 §2.1.</summary>
    internal static void QuarterRound(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 16);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 12);
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 8);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 7);
    }
}
