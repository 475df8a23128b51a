// Which cases a machine runs is decided by the text of its boot option `run=`:
//     (nothing) or *         every case that does not bring the machine down
//     NAME                   that case alone; the only way to run a case that brings the machine down
//     PREFIX*                every such case whose name begins with the prefix
//     …,after:NAME           of these, the ones that come after NAME in the table
// The last form is how a run goes on in a fresh machine when a case has hung or died.
namespace Cosmos.Testing;

/// <summary>The cases that a boot option <c>run=</c> selects.</summary>
public readonly struct CaseSelection
{
    private const string AfterMark = ",after:";
    private readonly string _pattern;
    private readonly string? _after;

    /// <summary>
    /// Reads the text of the boot option; null or empty selects every case that does not end the machine.
    /// </summary>
    public CaseSelection(string? text)
    {
        string pattern = string.IsNullOrEmpty(text) ? "*" : text;
        int mark = pattern.IndexOf(AfterMark, StringComparison.Ordinal);
        _pattern = mark < 0 ? pattern : pattern[..mark];
        _after = mark < 0 ? null : pattern[(mark + AfterMark.Length)..];
    }

    /// <summary>
    /// The text that selects what <paramref name="text"/> selects, less all cases up to <paramref name="name"/>.
    /// </summary>
    public static string After(string? text, string name)
    {
        var selection = new CaseSelection(text);
        return selection._pattern + AfterMark + name;
    }

    /// <summary>The selected cases, in the order of the table.</summary>
    public List<TestCase> Of(IEnumerable<TestCase> table)
    {
        var selected = new List<TestCase>();
        bool reached = _after is null;
        foreach (TestCase item in table)
        {
            if (reached && Matches(item))
            {
                selected.Add(item);
            }

            reached |= item.Name == _after;
        }

        return selected;
    }

    private bool Matches(TestCase item) => _pattern.EndsWith('*')
        ? !item.IsCrash && item.Name.StartsWith(_pattern.AsSpan(0, _pattern.Length - 1), StringComparison.Ordinal)
        : item.Name == _pattern;
}
