// How a machine under test reports: lines among whatever else it prints on its console.
//     @test begin NAME
//     @test pass NAME MICROSECONDS
//     @test fail NAME MESSAGE
//     @test end PASSED FAILED
// A message is escaped so that it is one line of printable text: backslash, line ends and all other control characters.
// The words are here, because the machine writes them and the host reads them.
using System.Globalization;
using System.Text;

namespace Cosmos.Testing;

/// <summary>The words of the line protocol between a machine under test and the host.</summary>
public static class CaseProtocol
{
    /// <summary>What every line of the protocol begins with, the space included.</summary>
    public const string Mark = "@test ";

    /// <summary>The line that says that a case begins.</summary>
    public static string Begin(string name) => $"{Mark}begin {name}";

    /// <summary>The line that says that a case held, and how long it took.</summary>
    public static string Pass(string name, long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark}pass {name} {microseconds}");

    /// <summary>
    /// The line that says that a case failed, and why; <paramref name="message"/> may have several lines.
    /// </summary>
    public static string Fail(string name, string message) => $"{Mark}fail {name} {Escape(message)}";

    /// <summary>The line that ends the report: how many cases of the selection passed and failed.</summary>
    public static string End(int passed, int failed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark}end {passed} {failed}");

    /// <summary>
    /// One line of printable text from which <see cref="Unescape"/> restores <paramref name="text"/>.
    /// </summary>
    public static string Escape(string text)
    {
        var line = new StringBuilder(text.Length + 16);
        foreach (char character in text)
        {
            switch (character)
            {
                case '\\':
                    line.Append(@"\\");
                    break;
                case '\n':
                    line.Append(@"\n");
                    break;
                case '\r':
                    line.Append(@"\r");
                    break;
                case var other when char.IsControl(other) || other is '\u2028' or '\u2029':
                    line.Append(@"\u").Append(((int)other).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default:
                    line.Append(character);
                    break;
            }
        }

        return line.ToString();
    }

    /// <summary>
    /// The text that <see cref="Escape"/> was given. A backslash that begins no known escape stands for itself: a
    /// garbled line is shown, never refused.
    /// </summary>
    public static string Unescape(string line)
    {
        var text = new StringBuilder(line.Length);
        for (int index = 0; index < line.Length; index++)
        {
            char next = index + 1 < line.Length ? line[index + 1] : '\0';
            if (line[index] != '\\')
            {
                text.Append(line[index]);
            }
            else if (next is 'n' or 'r' or '\\')
            {
                text.Append(next switch { 'n' => '\n', 'r' => '\r', _ => '\\' });
                index++;
            }
            else if (next == 'u' && TryReadCode(line.AsSpan(index + 2), out char character))
            {
                text.Append(character);
                index += 5;
            }
            else
            {
                text.Append('\\');
            }
        }

        return text.ToString();
    }

    private static bool TryReadCode(ReadOnlySpan<char> digits, out char character)
    {
        bool read = ushort.TryParse(
            digits.Length < 4 ? digits : digits[..4],
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out ushort code);
        character = (char)code;
        return read && digits.Length >= 4;
    }
}
