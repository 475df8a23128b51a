// SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) of a key's bytes, under a secret of
// this node: whoever chooses keys from outside, names of calls for one, cannot choose such that all fall into one
// chain.
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cosmos.Runtime.Tables;

/// <summary>The hash of keys.</summary>
internal static class KeyHash
{
    /// <summary>The hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ref NodeState node = ref NodeState.Current;
        return Of(bytes, node.HashKey0, node.HashKey1);
    }

    /// <summary>The hash of bytes under a key.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong key0, ulong key1)
    {
        ulong v0 = key0 ^ 0x736F6D6570736575;
        ulong v1 = key1 ^ 0x646F72616E646F6D;
        ulong v2 = key0 ^ 0x6C7967656E657261;
        ulong v3 = key1 ^ 0x7465646279746573;
        ulong last = (ulong)bytes.Length << 56;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }

        for (int index = 0; index < bytes.Length; index++)
        {
            last |= (ulong)bytes[index] << (8 * index);
        }

        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xFF;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v2 += v3;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
