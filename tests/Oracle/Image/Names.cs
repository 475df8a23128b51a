// What the words of a program stand for in this run, and back: processes by slot, references by variable.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Oracle.Image;

/// <summary>The names of one program.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, Pid> _pids = [];
    private readonly Dictionary<Pid, string> _slots = [];
    private readonly Dictionary<string, Ref> _references = [];
    private readonly Dictionary<Ref, string> _variables = [];

    /// <summary>Names a process.</summary>
    public void Add(string slot, Pid pid)
    {
        _pids[slot] = pid;
        _slots[pid] = slot;
    }

    /// <summary>Names a reference.</summary>
    public void Add(string variable, Ref reference)
    {
        _references[variable] = reference;
        _variables[reference] = variable;
    }

    /// <summary>The process of a slot.</summary>
    public Pid PidOf(string slot) => _pids[slot];

    /// <summary>The slot of a process.</summary>
    public string SlotOf(Pid pid) => _slots.GetValueOrDefault(pid, pid == Process.Self ? "coordinator" : "stranger");

    /// <summary>The variable of a reference.</summary>
    public string VariableOf(Ref reference) => _variables.GetValueOrDefault(reference, "reference");

    /// <summary>What words stand for; null: one names a process or reference that there never was.</summary>
    public object?[]? Decode(IEnumerable<string> words)
    {
        List<object?> values = [];
        foreach (string word in words)
        {
            if (!TryDecode(word, out object? value))
            {
                return null;
            }

            values.Add(value);
        }

        return [.. values];
    }

    private bool TryDecode(string word, out object? value)
    {
        value = null;
        string rest = word[1..];
        switch (word[0])
        {
            case 'p' or 'r' or 'n' when rest.Length != 0 && char.IsAsciiDigit(rest[0]):
                return TryName(word, out value);
            case 's' when rest.Length != 0 && char.IsAsciiDigit(rest[0]):
                string[] parts = rest.Split('*');
                value = _pids.TryGetValue("p" + parts[0], out Pid to) ? new Letters(to, int.Parse(parts[1])) : null;
                return value is not null;
            case 'w' when rest.Length != 0 && char.IsAsciiDigit(rest[0]):
                value = new Take(int.Parse(rest));
                return true;
            case 'x' when rest.StartsWith('p'):
                value = _pids.TryGetValue(rest, out Pid target) ? new NumberedExit(target) : null;
                return value is not null;
            case 'd' when rest.StartsWith(':'):
                value = new Quit(Reason(rest[1..]));
                return true;
            case '[':
                value = Decode(rest[..^1].Split(',', StringSplitOptions.RemoveEmptyEntries));
                return value is not null;
            default:
                value = Constant(word, rest);
                return true;
        }
    }

    private bool TryName(string word, out object? value)
    {
        value = null;
        if (word[0] == 'n')
        {
            value = (Atom)word;
        }
        else if (word[0] == 'p' && _pids.TryGetValue(word, out Pid pid))
        {
            value = pid;
        }
        else if (word[0] == 'r' && _references.TryGetValue(word, out Ref reference))
        {
            value = reference;
        }

        return value is not null;
    }

    private static object? Constant(string word, string rest) => word[0] switch
    {
        '#' => long.Parse(rest),
        ':' => (Atom)rest,
        '~' => rest,
        '%' => Enumerable.Range(1, int.Parse(rest)).Select(static i => (object?)(long)i).ToArray(),
        '$' => Binary.Create(Enumerable.Range(1, int.Parse(rest)).Select(static i => (byte)i).ToArray()),
        '=' => new Word(rest),
        _ when word == "nil" => null,
        _ => new Word(word),
    };

    /// <summary>A reason: <c>x5</c> has a detail, others are names.</summary>
    public static ExitReason Reason(string word) =>
        word.Length > 1 && word[0] == 'x' && char.IsAsciiDigit(word[1])
            ? ExitReason.Of("x", long.Parse(word[1..]))
            : (ExitReason)word;
}
