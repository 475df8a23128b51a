// What the generator believes of the processes of the program it writes. A rough picture is enough: it only keeps
// programs from consisting of operations that nobody is left to carry out. What really happens the two sides decide.
namespace Cosmos.Tests.Oracle.Programs;

/// <summary>Who is probably alive, traps exits, is linked, or waits.</summary>
internal sealed class Outlook
{
    private const int MostSlots = 10;

    private readonly List<Believed> _slots = [];

    /// <summary>A program begins with this many processes.</summary>
    public const int Roots = 3;

    /// <summary>Begins with the roots.</summary>
    public Outlook()
    {
        for (int i = 0; i < Roots; i++)
        {
            Add();
        }
    }

    /// <summary>What is believed of a process.</summary>
    internal sealed class Believed
    {
        public bool IsAlive { get; set; } = true;

        public bool Traps { get; set; }

        /// <summary>The word that the message it waits for has, or null.</summary>
        public string? WaitsFor { get; set; }

        /// <summary>The words of the letters that lie in its mailbox.</summary>
        public List<string> Letters { get; } = [];

        public HashSet<int> Links { get; } = [];
    }

    /// <summary>Processes so far, dead ones too.</summary>
    public int Count => _slots.Count;

    /// <summary>Whether there may be another.</summary>
    public bool HasRoom => Count < MostSlots;

    /// <summary>Those that can act.</summary>
    public List<int> Acting =>
        [.. Enumerable.Range(0, Count).Where(slot => _slots[slot] is { IsAlive: true, WaitsFor: null })];

    /// <summary>Those that wait for a message.</summary>
    public List<int> Waiting =>
        [.. Enumerable.Range(0, Count).Where(slot => _slots[slot] is { IsAlive: true, WaitsFor: not null })];

    /// <summary>One of them.</summary>
    public Believed this[int slot] => _slots[slot];

    /// <summary>Another process.</summary>
    public int Add()
    {
        _slots.Add(new Believed());
        return Count - 1;
    }

    /// <summary>A link.</summary>
    public void Link(int one, int other)
    {
        if (!_slots[other].IsAlive)
        {
            EndUnlessTrapped(one);
            return;
        }

        if (one != other)
        {
            _slots[one].Links.Add(other);
            _slots[other].Links.Add(one);
        }
    }

    /// <summary>No link any more.</summary>
    public void Unlink(int one, int other)
    {
        _slots[one].Links.Remove(other);
        _slots[other].Links.Remove(one);
    }

    /// <summary>An end; those linked to it follow, if it was no normal one.</summary>
    public void End(int slot, bool isNormal)
    {
        if (!_slots[slot].IsAlive)
        {
            return;
        }

        _slots[slot].IsAlive = false;
        foreach (int linked in _slots[slot].Links)
        {
            _slots[linked].Links.Remove(slot);
            if (!isNormal)
            {
                EndUnlessTrapped(linked);
            }
        }
    }

    /// <summary>An exit signal arrives.</summary>
    public void EndUnlessTrapped(int slot)
    {
        if (!_slots[slot].Traps)
        {
            End(slot, isNormal: false);
        }
    }

    /// <summary>A stretch in which all trap exits, and nobody waits.</summary>
    public void AllTrap()
    {
        foreach (Believed slot in _slots)
        {
            slot.Traps = true;
            slot.WaitsFor = null;
            slot.Letters.Clear();
        }
    }
}
