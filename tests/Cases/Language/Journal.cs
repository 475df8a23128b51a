using System.Text;

namespace Cosmos.Tests.Cases.Language;

/// <summary>
/// Writes down in which order things happened. Most promises about exceptions and initialisation are promises about
/// order, and a line of words ("filter finally catch") is easier to compare, and to read when it is wrong, than a
/// handful of counters.
/// </summary>
internal sealed class Journal
{
    private readonly StringBuilder _words = new();

    /// <summary>Adds a word.</summary>
    public void Note(string word)
    {
        if (_words.Length > 0)
        {
            _words.Append(' ');
        }

        _words.Append(word);
    }

    /// <summary>Adds a word and returns the answer: for use in filters and conditions.</summary>
    public T Answer<T>(string word, T answer)
    {
        Note(word);
        return answer;
    }

    /// <summary>Every word so far, in order, a space between them.</summary>
    public override string ToString() => _words.ToString();
}
