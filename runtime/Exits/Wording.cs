// Objects of programs as text for reports and traces. Their ToString is the program's own code: it may fail, and it may
// write a book.
namespace Cosmos.Runtime.Exits;

/// <summary>Texts of foreign objects.</summary>
internal static class Wording
{
    private const int MostCharacters = 1000;

    /// <summary>An object as text of bounded length. Throws nothing but OutOfMemoryException.</summary>
    public static string Of(object? value)
    {
        if (value is null)
        {
            return "null";
        }

        string text = Guard.Run(static item => item.ToString(), value, out string? words) is null
            ? words ?? string.Empty
            : $"({value.GetType()}, which cannot be told)";
        return text.Length <= MostCharacters ? text : string.Concat(text.AsSpan(0, MostCharacters), "…");
    }
}
