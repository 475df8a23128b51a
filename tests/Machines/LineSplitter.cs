// Bytes of a console to lines of text. The console is UTF-8, but nothing is assumed: what is not UTF-8 becomes
// U+FFFD, a sequence cut by the pipe is put together again, a line that never ends is delivered in pieces. CR LF, LF
// and CR CR LF (a terminal that translates twice) all end a line.
using System.Text;

namespace Cosmos.Tests.Machines;

/// <summary>Cuts the bytes of a console into lines.</summary>
/// <param name="longestLine">A line of more characters than this is delivered in pieces.</param>
public sealed class LineSplitter(int longestLine)
{
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly StringBuilder _line = new();

    /// <summary>Takes the next bytes and gives every line they complete to <paramref name="onLine"/>.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Action<string> onLine) => Take(bytes, flush: false, onLine);

    /// <summary>Nothing more will come: gives the unfinished line, if any, to <paramref name="onLine"/>.</summary>
    public void Finish(Action<string> onLine)
    {
        Take([], flush: true, onLine);
        if (_line.Length > 0)
        {
            Deliver(onLine);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, bool flush, Action<string> onLine)
    {
        char[] characters = new char[_decoder.GetCharCount(bytes, flush)];
        int count = _decoder.GetChars(bytes, characters, flush);
        foreach (char character in characters.AsSpan(0, count))
        {
            if (character == '\n')
            {
                Deliver(onLine);
                continue;
            }

            _line.Append(character);
            if (_line.Length == longestLine)
            {
                Deliver(onLine);
            }
        }
    }

    private void Deliver(Action<string> onLine)
    {
        onLine(_line.ToString().TrimEnd('\r'));
        _line.Clear();
    }
}
