// How a value is written in a failure message: readable, exact and short. A double is written with all its digits, a
// text with quotes and escapes (the report is a protocol of one line each), null as null. A long text is cut: the
// message goes over a serial line.
using System.Globalization;
using System.Text;

namespace Cosmos.Testing;

internal static class Words
{
    private const int LongestText = 300;

    /// <summary>The value in words for a failure message.</summary>
    public static string Of<T>(T value) => value switch
    {
        null => "null",
        string text => Quoted(text, '"'),
        char character => Quoted(character.ToString(), '\''),
        double number => $"{Digits(number)} (0x{BitConverter.DoubleToInt64Bits(number):X16})",
        float number => $"{Digits(number)} (0x{BitConverter.SingleToInt32Bits(number):X8})",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Cut(value.ToString() ?? "an object whose ToString() is null"),
    };

    private static string Digits(IFormattable number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text, char quote)
    {
        var words = new StringBuilder();
        words.Append(quote);
        foreach (char character in Cut(text))
        {
            if (character == quote || character == '\\')
            {
                words.Append('\\').Append(character);
            }
            else if (char.IsControl(character) || char.IsSurrogate(character))
            {
                words.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                words.Append(character);
            }
        }

        return words.Append(quote).ToString();
    }

    private static string Cut(string text) =>
        text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");
}
