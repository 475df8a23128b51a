// Walks over the text of a ParameterList, which was checked when it was made. The two types are one idea: a parameter
// is a piece of that text and lives as long as the walk looks at it.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>One parameter, as a piece of its list's text.</summary>
public readonly ref struct Parameter
{
    internal Parameter(ReadOnlySpan<char> text, int nameLength)
    {
        Text = text;
        Name = text.Slice(1, nameLength);
        HasValue = text.Length > nameLength + 1;
        Value = HasValue ? text[(nameLength + 2)..] : default;
    }

    /// <summary>The whole, with its semicolon.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>The name, in the case in which it was written.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>The value, with quotes if it has them; empty if there is none.</summary>
    public ReadOnlySpan<char> Value { get; }

    /// <summary>Whether there is an equals sign.</summary>
    public bool HasValue { get; }
}

/// <summary>The parameters of a list, in their order.</summary>
public ref struct ParameterEnumerator
{
    private Scanner _scanner;
    private int _start;
    private int _nameLength;

    internal ParameterEnumerator(ReadOnlySpan<char> text) => _scanner = new Scanner(text);

    /// <summary>The parameter where the walk stands.</summary>
    public readonly Parameter Current => new(_scanner.Since(_start), _nameLength);

    /// <summary>Goes to the next.</summary>
    public bool MoveNext()
    {
        _start = _scanner.Position;
        if (!_scanner.Take(';'))
        {
            return false;
        }

        int end = _scanner.Rest.IndexOfAny('=', ';');
        _nameLength = end < 0 ? _scanner.Rest.Length : end;
        _scanner.Skip(_nameLength);
        if (_scanner.Take('=') && !_scanner.TakeQuoted(out _))
        {
            int next = _scanner.Rest.IndexOf(';');
            _scanner.Skip(next < 0 ? _scanner.Rest.Length : next);
        }

        return true;
    }
}
