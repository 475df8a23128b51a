// One line of input, edited as it is typed. It is fed bytes and answers what to show, and knows neither who types nor
// where it shows: a pure machine, so that tests type at it. What it shows assumes a terminal that knows four sequences
// of ECMA-48: to the line's beginning (CR), erase to its end (EL), cursor back (CUB), clear screen (ED, CUP).
using System.Text;

namespace Cosmos.Apps.Shell;

/// <summary>The editor of the shell's lines, with history and completion.</summary>
/// <param name="prompt">Stands before the line.</param>
/// <param name="words">What Tab completes the first word to.</param>
internal sealed class LineEditor(string prompt, IReadOnlyList<string> words)
{
    private const int MostCharacters = 500;
    private const string Bell = "\a";
    private const string EraseRest = "\x1b[K";
    private const string ClearScreen = "\x1b[2J\x1b[H";

    private readonly Keys _keys = new();
    private readonly History _history = new();
    private readonly List<Rune> _line = [];
    private int _cursor;

    /// <summary>Prompt and line anew, for the first time or after somebody else wrote.</summary>
    public string Show()
    {
        string behind = _cursor == _line.Count ? "" : $"\x1b[{_line.Count - _cursor}D";
        return $"\r{prompt}{Text()}{EraseRest}{behind}";
    }

    /// <summary>Takes a byte from the terminal.</summary>
    public EditorStep Feed(byte value) => _keys.Feed(value) switch
    {
        Key.Character => Insert(_keys.Character),
        Key.Enter => Complete(),
        Key.Interrupt => Interrupt(),
        Key.Backspace => Remove(_cursor - 1, 1),
        Key.Delete => Remove(_cursor, 1),
        Key.KillRest => Remove(_cursor, _line.Count - _cursor),
        Key.KillLine => Remove(0, _line.Count),
        Key.KillWord => Remove(WordBefore(), _cursor - WordBefore()),
        Key.Left => Move(_cursor - 1),
        Key.Right => Move(_cursor + 1),
        Key.Home => Move(0),
        Key.End => Move(_line.Count),
        Key.Up => Replace(_history.Earlier(Text())),
        Key.Down => Replace(_history.Later()),
        Key.Tab => CompleteWord(),
        Key.Clear => Shown(ClearScreen + Show()),
        _ => Shown(""),
    };

    private static EditorStep Shown(string echo) => new(EditorEvent.None, echo);

    private EditorStep Insert(Rune character)
    {
        if (_line.Count == MostCharacters)
        {
            return Shown(Bell);
        }

        _line.Insert(_cursor++, character);
        return Shown(_cursor == _line.Count ? character.ToString() : Show());
    }

    private EditorStep Complete()
    {
        string line = Text().Trim();
        _history.Add(line);
        Empty();
        return new EditorStep(EditorEvent.Line, "\n", line);
    }

    private EditorStep Interrupt()
    {
        Empty();
        return new EditorStep(EditorEvent.Interrupt, "^C\n");
    }

    private EditorStep Remove(int from, int count)
    {
        if (from < 0 || count == 0 || from + count > _line.Count)
        {
            return Shown(Bell);
        }

        _line.RemoveRange(from, count);
        _cursor = from;
        return Shown(Show());
    }

    private EditorStep Move(int to)
    {
        if (to < 0 || to > _line.Count)
        {
            return Shown(Bell);
        }

        _cursor = to;
        return Shown(Show());
    }

    private EditorStep Replace(string? line)
    {
        if (line is null)
        {
            return Shown(Bell);
        }

        _line.Clear();
        _line.AddRange(line.EnumerateRunes());
        _cursor = _line.Count;
        return Shown(Show());
    }

    // To what all words that begin so have in common; when that is no more than what stands there, they are listed.
    private EditorStep CompleteWord()
    {
        string begun = Text();
        List<string> fitting = [.. words.Where(word => word.StartsWith(begun, StringComparison.Ordinal))];
        if (_cursor != _line.Count || fitting.Count == 0)
        {
            return Shown(Bell);
        }

        if (fitting.Count == 1)
        {
            return Replace(fitting[0] + " ");
        }

        int common = begun.Length;
        while (fitting.TrueForAll(word => word.Length > common && word[common] == fitting[0][common]))
        {
            common++;
        }

        return common > begun.Length
            ? Replace(fitting[0][..common])
            : Shown($"\n{string.Join("  ", fitting)}\n{Show()}");
    }

    private int WordBefore()
    {
        int start = _cursor;
        while (start > 0 && Rune.IsWhiteSpace(_line[start - 1]))
        {
            start--;
        }

        while (start > 0 && !Rune.IsWhiteSpace(_line[start - 1]))
        {
            start--;
        }

        return start;
    }

    private void Empty()
    {
        _line.Clear();
        _cursor = 0;
    }

    private string Text()
    {
        var text = new StringBuilder(_line.Count);
        foreach (Rune rune in _line)
        {
            text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
