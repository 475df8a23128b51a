// One generated C# file: a static class with a property for each table. A table is a flat list of bit patterns, row
// after row; the arguments of a row come first, the results after them. Bits and not decimal numbers, because a NaN's
// sign, a negative zero and the last bit are what the tables are about; ReadOnlySpan properties, because the C#
// compiler turns those into plain read-only data without any code or allocation at start-up.
using System.Text;

namespace Cosmos.Tests.MathTable.Generator;

internal sealed class TableFile
{
    private const int MaximumColumns = 118;

    private readonly StringBuilder _text = new();
    private readonly string _wordType;
    private readonly int _wordDigits;

    public TableFile(string className, string typeName)
    {
        _wordType = typeName == "double" ? "ulong" : "uint";
        _wordDigits = typeName == "double" ? 16 : 8;
        Line($"// Arguments and results of the {typeName} functions of .NET's Math, as bit patterns:");
        Line("// what the stock .NET runtime computes on Linux. Generated; to change a table, change the");
        Line("// generator and run it from the root of the repository:");
        Line("//");
        Line("//     dotnet run --project tests/MathTable.Generator -- tests/Cases/MathTable");
        Line("namespace Cosmos.Tests.Cases.MathTable;");
        Line("");
        Line($"internal static class {className}");
        Line("{");
    }

    public int TableCount { get; private set; }

    public int WordCount { get; private set; }

    /// <summary>Adds one table; every row has as many words as the others.</summary>
    public void Add(string name, string columns, IReadOnlyList<ulong[]> rows)
    {
        if (TableCount++ > 0)
        {
            Line("");
        }

        Line($"    // {columns}");
        Line($"    public static ReadOnlySpan<{_wordType}> {name} =>");
        Line("    [");
        int rowWidth = rows[0].Length * (_wordDigits + 4);
        int rowsPerLine = Math.Max(1, (MaximumColumns - 8) / rowWidth);
        foreach (ulong[][] group in rows.Chunk(rowsPerLine))
        {
            string[] words = [.. group.SelectMany(row => row).Select(word => "0x" + word.ToString("X" + _wordDigits))];
            WordCount += words.Length;
            int wordsPerLine = (MaximumColumns - 8) / (_wordDigits + 4);
            foreach (string[] line in words.Chunk(wordsPerLine))
            {
                Line("        " + string.Join(", ", line) + ",");
            }
        }

        Line("    ];");
    }

    public override string ToString() => _text + "}\n";

    private void Line(string line) => _text.Append(line).Append('\n');
}
