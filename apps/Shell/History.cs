namespace Cosmos.Apps.Shell;

/// <summary>The lines that were entered, the latest last; the oldest make room.</summary>
internal sealed class History
{
    private const int MostLines = 100;

    private readonly List<string> _lines = [];
    private int _position;
    private string _draft = "";

    /// <summary>Adds a line, unless it is the one before, and begins at the end.</summary>
    public void Add(string line)
    {
        if (line.Length != 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            if (_lines.Count == MostLines)
            {
                _lines.RemoveAt(0);
            }

            _lines.Add(line);
        }

        _position = _lines.Count;
    }

    /// <summary>The line before; null at the first one.</summary>
    /// <param name="current">What stands on the line now: kept when it is the unfinished one.</param>
    public string? Earlier(string current)
    {
        if (_position == 0)
        {
            return null;
        }

        if (_position == _lines.Count)
        {
            _draft = current;
        }

        return _lines[--_position];
    }

    /// <summary>The line after, and behind the last one what was begun; null there.</summary>
    public string? Later()
    {
        if (_position == _lines.Count)
        {
            return null;
        }

        return ++_position == _lines.Count ? _draft : _lines[_position];
    }
}
