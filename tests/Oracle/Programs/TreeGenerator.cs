// Writes programs about supervisors by chance: first who there is, then what happens to them. A program is biased
// towards what its trees are for: children end in every way there is, starts go wrong, and somebody manages children
// meanwhile.
namespace Cosmos.Tests.Oracle.Programs;

/// <summary>Programs about supervisors.</summary>
/// <param name="random">Decides everything.</param>
internal sealed class TreeGenerator(Random random)
{
    private const int FewestOperations = 6;
    private const int MostOperations = 26;

    private readonly List<Operation> _operations = [];
    private readonly List<string> _workers = [];
    private readonly List<string> _trees = [];
    private readonly List<string> _crowds = [];
    private readonly List<string> _kids = [];
    private readonly HashSet<string> _killed = [];
    private readonly Dictionary<string, string> _partners = [];

    // Whose child somebody is, or is to become.
    private readonly Dictionary<string, string> _homes = [];

    /// <summary>The program.</summary>
    public OracleProgram Generate()
    {
        Define();
        Emit("t0", "begin");
        for (int left = random.Next(FewestOperations, MostOperations); left > 0; left--)
        {
            Add();
        }

        return new OracleProgram(_operations);
    }

    // t0 is the top; every other tree and crowd is the child of a tree before it, so there is no circle. Some workers
    // do not run at first.
    private void Define()
    {
        int trees = random.Next(1, 4);
        int crowds = random.Next(0, 3);
        int workers = random.Next(2, 8);
        var children = new List<string>[trees];
        for (int tree = 0; tree < trees; tree++)
        {
            children[tree] = [];
            _trees.Add($"t{tree}");
            if (tree != 0)
            {
                children[Home(tree, $"t{tree}")].Add($"t{tree}");
            }
        }

        for (int crowd = 0; crowd < crowds; crowd++)
        {
            _crowds.Add($"d{crowd}");
            children[Home(trees, $"d{crowd}")].Add($"d{crowd}");
            Emit($"d{crowd}", "crowd", [Intensity(), Auto(), Restart(), .. Worker()]);
        }

        for (int worker = 0; worker < workers; worker++)
        {
            _workers.Add($"c{worker}");
            string[] words = Worker();
            Emit($"c{worker}", "worker", words);
            if (words[1] == "brutal")
            {
                _killed.Add($"c{worker}");
            }

            List<string> siblings = children[Home(trees, $"c{worker}")];
            if (Chance(80))
            {
                siblings.Insert(random.Next(siblings.Count + 1), $"c{worker}");
            }
        }

        for (int tree = 0; tree < trees; tree++)
        {
            string family = children[tree].Count == 0 ? "-" : string.Join(',', children[tree]);
            string strategy = Pick(["one_for_one", "one_for_one", "one_for_all", "rest_for_one"]);
            Emit($"t{tree}", "tree", strategy, Intensity(), Auto(), Restart(), Significant(), family);
        }
    }

    private int Home(int trees, string child)
    {
        int home = random.Next(trees);
        _homes[child] = $"t{home}";
        return home;
    }

    private void Add()
    {
        switch (random.Next(100))
        {
            case < 22:
                End(Anybody(), Pick(["kill", "kill", "oops", "oops", "shutdown", "normal"]));
                break;
            case < 38:
                Emit(Server(), "tell", Order());
                break;
            case < 42:
                Link();
                break;
            case < 60:
                Emit(Server(), "ask", Question());
                break;
            case < 70:
                Emit(Anybody(), "plan", Plan());
                break;
            case < 88 when _crowds.Count != 0 && Chance(45):
                Crowd();
                break;
            case < 88:
                Manage();
                break;
            default:
                Emit("t0", "begin");
                break;
        }
    }

    // A supervisor of supervisors is not killed: for a while there would be two of each below it, one that finds its
    // parent gone and ends its children and one that starts the same, and the manual promises no order between the two.
    private void End(string who, string reason)
    {
        bool hasSupervisors = _homes.Any(home => home.Value == who && !_workers.Contains(home.Key));
        Emit(who, "exit", reason == "kill" && hasSupervisors ? "oops" : reason);
    }

    // A start is always by the child's own supervisor: who is twice there would be hard to tell from himself. All else
    // may be asked of the wrong one.
    private void Manage()
    {
        string verb = Pick(["start", "start", "terminate", "terminate", "restart", "restart", "delete"]);
        string child = Chance(80) ? Pick(_workers) : Pick([.. _homes.Keys]);
        string home = _homes[child];
        Emit(verb == "start" || Chance(85) ? home : Supervisor(), verb, child);
    }

    // Between two siblings: one end makes another then, and supervisors that had to do with both at the same time would
    // do it in no certain order. In a chain the third may hear of the second's end before or after its supervisor's
    // order; so may whoever is killed when he is to stop.
    private void Link()
    {
        string worker = Pick(_workers);
        string sibling = Pick([.. _workers.Where(other => _homes[other] == _homes[worker])]);
        bool isPair = _partners.GetValueOrDefault(worker, sibling) == sibling
            && _partners.GetValueOrDefault(sibling, worker) == worker;
        if (isPair && !_killed.Contains(worker) && !_killed.Contains(sibling))
        {
            (_partners[worker], _partners[sibling]) = (sibling, worker);
            Emit(worker, "tell", $"link:{sibling}");
        }
    }

    private void Crowd()
    {
        string crowd = Pick(_crowds);
        if (_kids.Count != 0 && Chance(25))
        {
            Emit(crowd, "terminate", Pick(_kids));
            return;
        }

        // Few enough for what is said to one to find it alive; a name may be given twice.
        string kid = $"k{random.Next(5)}";
        if (!_kids.Contains(kid))
        {
            _kids.Add(kid);
        }

        Emit(crowd, "spawn", kid);
    }

    private string Order() => random.Next(10) switch
    {
        < 4 => "crash",
        < 8 => $"stop:{EndWord()}",
        8 => $"add:{random.Next(9)}",
        _ => "reply",
    };

    private string Question() => random.Next(20) switch
    {
        < 5 => $"add:{random.Next(9)}",
        < 8 => "crash",
        < 10 => $"stop:{EndWord()}",
        < 13 => $"quit:{EndWord()}",
        13 => "defer",
        _ => $"via:{Server()}",
    };

    private string Plan() => string.Join(
        ',',
        Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => Pick(["ok", "fail", "fail", "ignore", "error", "throw", "quit", "crash"])));

    private string[] Worker()
    {
        string shutdown = Pick(["brutal", "timed", "timed", "infinity"]);
        string manner = Pick(["plain", "trap", "trap", "stubborn", shutdown == "infinity" ? "trap" : "hang"]);
        return [Restart(), shutdown, manner, Significant()];
    }

    private string EndWord() => Pick(["normal", "shutdown", "oops", "bad"]);

    private string Intensity() => $"{random.Next(0, 5)}";

    private string Auto() => Chance(60) ? "never" : Pick(["any_significant", "all_significant"]);

    private string Restart() => Pick(["permanent", "permanent", "transient", "temporary"]);

    private string Significant() => Chance(50) ? "significant" : "-";

    private string Server() => _kids.Count != 0 && Chance(35) ? Pick(_kids) : Pick(_workers);

    private string Supervisor() => Pick([.. _trees, .. _crowds]);

    private string Anybody() => Chance(75) ? Server() : Supervisor();

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private void Emit(string actor, string verb, params string[] words) =>
        _operations.Add(new Operation(actor, verb, words));
}
