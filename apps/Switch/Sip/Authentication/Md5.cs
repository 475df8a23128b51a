// MD5 (RFC 1321), because digest authentication asks for it (RFC 3261 §22) and the base library's lives in the
// operating system's cryptography, which an image does not have. It protects no secret by itself and must not be used
// for anything but digest.
using System.Buffers.Binary;
using System.Numerics;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>The MD5 message digest.</summary>
internal static class Md5
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 16;

    /// <summary>Bytes that are digested at once.</summary>
    public const int BlockLength = 64;

    // RFC 1321 §3.4: the integer part of 4294967296 * abs(sin(i)), i from 1.
    private static ReadOnlySpan<uint> Sines =>
    [
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
    ];

    private static ReadOnlySpan<byte> Rotations => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    /// <summary>Digests some bytes into 16.</summary>
    public static void Hash(ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        ReadOnlySpan<byte> rest = bytes;
        for (; rest.Length >= BlockLength; rest = rest[BlockLength..])
        {
            Mix(rest[..BlockLength], state);
        }

        // A one bit, zeros, and the length in bits fill the last block or two.
        Span<byte> end = stackalloc byte[2 * BlockLength];
        end.Clear();
        rest.CopyTo(end);
        end[rest.Length] = 0x80;
        int length = rest.Length < BlockLength - sizeof(ulong) ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64LittleEndian(end[(length - sizeof(ulong))..], (ulong)bytes.Length * 8);
        for (int at = 0; at < length; at += BlockLength)
        {
            Mix(end.Slice(at, BlockLength), state);
        }

        for (int word = 0; word < state.Length; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(word * sizeof(uint))..], state[word]);
        }
    }

    // One block through the four rounds of RFC 1321 §3.4.
    private static void Mix(ReadOnlySpan<byte> block, Span<uint> state)
    {
        uint a = state[0];
        uint b = state[1];
        uint c = state[2];
        uint d = state[3];
        for (int step = 0; step < BlockLength; step++)
        {
            (uint mixed, int word) = (step / 16) switch
            {
                0 => ((b & c) | (~b & d), step),
                1 => ((d & b) | (~d & c), ((5 * step) + 1) % 16),
                2 => (b ^ c ^ d, ((3 * step) + 5) % 16),
                _ => (c ^ (b | ~d), 7 * step % 16),
            };
            uint input = BinaryPrimitives.ReadUInt32LittleEndian(block[(word * sizeof(uint))..]);
            uint sum = a + mixed + Sines[step] + input;
            a = d;
            d = c;
            c = b;
            b += BitOperations.RotateLeft(sum, Rotations[(step / 16 * 4) + (step % 4)]);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
