using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>A transaction as seen from outside.</summary>
/// <param name="Key">Its key: branch and method, and of one that somebody else began his host and port.</param>
/// <param name="Process">Its process.</param>
public readonly record struct TransactionRow(string Key, Pid Process)
{
    private const int WordsOfClientKey = 2;

    /// <summary>Whether the exchange itself began it.</summary>
    public bool IsOfClient => Key.Split(' ').Length == WordsOfClientKey;
}
