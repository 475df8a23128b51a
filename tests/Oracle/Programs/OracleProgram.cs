// A program: operations, one after the other. It is written one operation a line, `#` before a remark; as a boot option
// it is one word, which is why operations and their words have no blanks of their own.
namespace Cosmos.Tests.Oracle.Programs;

/// <summary>A program for both sides.</summary>
/// <param name="operations">In order.</param>
internal sealed class OracleProgram(IReadOnlyList<Operation> operations)
{
    private const char BetweenOperations = ';';
    private const char BetweenWords = '+';

    /// <summary>In order.</summary>
    public IReadOnlyList<Operation> Operations { get; } = operations;

    /// <summary>Reads a file's text.</summary>
    public static OracleProgram Parse(string text) => new(
        [.. from line in text.Split('\n')
            let trimmed = line.Trim()
            where trimmed.Length != 0 && !trimmed.StartsWith("# ", StringComparison.Ordinal) && trimmed != "#"
            select Operation.Parse(trimmed)]);

    /// <summary>Reads a boot option.</summary>
    public static OracleProgram ParseWord(string word) => new(
        [.. from part in word.Split(BetweenOperations, StringSplitOptions.RemoveEmptyEntries)
            select Operation.Parse(part, BetweenWords)]);

    /// <summary>As a boot option.</summary>
    public string ToWord() =>
        string.Join(BetweenOperations, Operations.Select(static operation => operation.Format(BetweenWords)));

    /// <summary>As a file's text.</summary>
    public override string ToString() =>
        string.Concat(Operations.Select(static operation => operation.Format() + "\n"));
}
