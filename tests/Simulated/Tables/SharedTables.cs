// Many processes at work on one table, on one core and several, with kills between any two steps, memory that fails and
// signals that are late: what each wrote and nobody else touched is there, what all counted adds up, walks meet who is
// there, and in the end nothing is left.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Tables;

public sealed class SharedTables
{
    private const int Workers = 4;
    private const int Keys = 24;

    /// <summary>Each worker alone writes its keys, and always finds what it wrote.</summary>
    [Fact]
    public void Everyone_finds_what_he_wrote() => Storm(100, withFaults: false, static (node, table, number) =>
    {
        var random = new Random(number);
        var model = new Dictionary<int, string>();
        for (int step = 0; step < 80; step++)
        {
            int key = (random.Next(Keys) * Workers) + number;
            switch (random.Next(8))
            {
                case 0:
                    node.Check(table.Delete(key) == model.Remove(key), "delete");
                    break;
                case 1:
                    node.Check(table.InsertNew(key, "new") == model.TryAdd(key, "new"), "insert_new");
                    break;
                case 2:
                    node.Check(table.TryTake(key, out string? taken) == model.Remove(key, out string? had), "take");
                    node.Check(taken == had, $"took {taken} where {had} was");
                    break;
                case 3:
                    node.Check(
                        table.UpdateElement(key, static text => text + "+") == model.ContainsKey(key),
                        "update_element");
                    if (model.TryGetValue(key, out string? before))
                        model[key] = before + "+";
                    break;
                case 4:
                    table.Insert([new(key, "list"), new(key + (Workers * Keys), "list")]);
                    model[key] = model[key + (Workers * Keys)] = "list";
                    break;
                default:
                    string value = new((char)('a' + number), random.Next(20) == 0 ? 2000 : random.Next(20));
                    table.Insert(key, value);
                    model[key] = value;
                    break;
            }

            int asked = (random.Next(2 * Keys) * Workers) + number;
            bool isThere = table.TryLookup(asked, out string? found);
            node.Check(isThere == model.TryGetValue(asked, out string? known) && found == known, $"found {found}");
        }

        Dictionary<int, string> mine = table.Rows().Where(row => row.Key % Workers == number).ToDictionary();
        node.Check(mine.Count == model.Count, $"a walk meets {mine.Count} of {model.Count}");
        node.Check(model.All(row => mine[row.Key] == row.Value), "a walk meets other values");
    });

    /// <summary>The same with kills; now only what is certain is checked, and that nothing is left.</summary>
    [Fact]
    public void Nothing_is_left_of_the_killed() => Storm(150, withFaults: true, AnythingForEver);

    /// <summary>
    /// Memory fails as well. Whoever holds the most is ended for it, the owner of the table maybe, and with it the
    /// table and the work of all.
    /// </summary>
    [Fact]
    public void Nothing_is_left_when_memory_fails() => Seeds.Check(150, static node => node.Run(() =>
    {
        string before = Books.Rented(node);
        Process.Spawn(() =>
        {
            var table = Table<int, string>.Create(
                new TableOptions { Access = TableAccess.Public, Ordered = node.Seed % 3 == 0 });
            for (int number = 0; number < Workers; number++)
            {
                int own = number;
                Process.Spawn(() => AnythingForEver(node, table, own));
            }

            Process.Receive();
        });
        node.Faults.RefuseMemoryEvery = 40;
        node.Faults.KillEvery = 5_000;
        node.Pass(TimeSpan.FromMilliseconds(5));
        node.Faults.RefuseMemoryEvery = node.Faults.KillEvery = 0;
        EndAll();
        node.Pass(TimeSpan.FromSeconds(1));
        node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}");
    }));

    /// <summary>What all add to one counter adds up, in place and by copies.</summary>
    [Fact]
    public void Counters_add_up() => Seeds.Check(60, static node => node.Run(() =>
    {
        var table = Table<int, long>.Create(new TableOptions { Access = TableAccess.Public });
        var copies = Table<string, string>.Create(new TableOptions { Access = TableAccess.Public, Ordered = true });
        copies.Insert("count", "0");
        Ref[] monitors = [.. Enumerable.Range(0, Workers).Select(_ => Process.SpawnMonitor(() =>
        {
            for (int step = 0; step < 25; step++)
            {
                table.UpdateCounter(1, 1, initial: 0);
                copies.UpdateElement("count", static text => $"{int.Parse(text) + 1}");
            }
        }).Monitor)];
        foreach (Ref monitor in monitors)
        {
            ExitReason reason = Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason;
            node.Check(reason == ExitReason.Normal, $"a worker ended: {reason}");
        }

        node.Check(table.Lookup(1) == Workers * 25, $"{table.Lookup(1)} were counted");
        node.Check(copies.Lookup("count") == $"{Workers * 25}", $"{copies.Lookup("count")} were counted by copies");
    }));

    /// <summary>
    /// Tables are made, given away, inherited, renamed and deleted by who lives and who is killed: each has one owner
    /// who is alive, or is gone; and in the end nothing is left.
    /// </summary>
    [Fact]
    public void Every_table_has_one_owner() => Seeds.Check(150, static node => node.Run(() =>
    {
        string before = Books.Rented(node);
        Pid[] workers = new Pid[Workers];
        var monitors = new List<Ref>();
        for (int number = 0; number < Workers; number++)
        {
            int own = number;
            (workers[number], Ref monitor) = Process.SpawnMonitor(() => Trade(node, own));
            monitors.Add(monitor);
        }

        Array.ForEach(workers, worker => Process.Send(worker, workers));
        node.Faults.KillEvery = 700;
        node.Faults.DelaySignalsEvery = 5;
        node.Faults.RefuseMemoryEvery = 50;
        node.Pass(TimeSpan.FromMilliseconds(5));
        node.Faults.KillEvery = node.Faults.RefuseMemoryEvery = node.Faults.DelaySignalsEvery = 0;
        foreach (TableId id in TableId.All())
        {
            if (id.Info() is { } info)
                node.Check(info.Owner.IsNone || workers.Contains(info.Owner), $"{info.Owner} owns a table");
        }

        Array.ForEach(workers, static worker => Process.Exit(worker, ExitReason.Kill));
        monitors.ForEach(static monitor => Process.Receive<DownMessage>(down => down.Monitor == monitor));
        node.Check(TableId.All().Length == 0, "a table outlives all owners");
        node.Pass(TimeSpan.FromSeconds(1));
        node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}");
    }));

    private static void Trade(SimulatedNode node, int number)
    {
        Pid[] all = Process.Receive<Pid[]>();
        var random = new Random(number);
        while (true)
        {
            TableId[] tables = TableId.All();
            TableId some = tables.Length == 0 ? default : tables[random.Next(tables.Length)];
            Pid other = all[random.Next(all.Length)];
            try
            {
                switch (random.Next(8))
                {
                    case 0:
                    case 1:
                        var table = Table<int, string>.Create(new TableOptions
                        {
                            Access = (TableAccess)random.Next(3),
                            Heir = random.Next(2) == 0 ? other : default,
                            Name = random.Next(3) == 0 ? (Atom)$"name{random.Next(3)}" : default,
                            HeirData = $"data {number}",
                            Ordered = random.Next(2) == 0,
                        });
                        table.Insert(1, "row");
                        break;
                    case 2:
                        some.Delete();
                        break;
                    case 3:
                        some.GiveAway(other, $"gift {number}");
                        break;
                    case 4:
                        some.SetHeir(other, $"more data {number}");
                        break;
                    case 5:
                        some.Rename($"name{random.Next(3)}");
                        break;
                    case 6:
                        some.DeleteAllObjects();
                        break;
                    case 7 when Process.TryReceive(TimeSpan.Zero, out TableTransfer? told):
                        node.Check(all.Contains(told.From), "a gift of nobody");
                        break;
                }
            }
            catch (TableException)
            {
                // Others were faster.
            }
        }
    }

    private static void EndAll()
    {
        foreach (Pid pid in Process.All().Where(static pid => pid != Process.Self))
        {
            Process.Exit(pid, ExitReason.Kill);
        }
    }

    private static void AnythingForEver(SimulatedNode node, Table<int, string> table, int number)
    {
        var random = new Random(number);
        while (true)
        {
            int key = random.Next(Keys);
            switch (random.Next(7))
            {
                case 0:
                    table.Delete(key);
                    break;
                case 1:
                    table.Insert(key, new string('x', random.Next(3) * 700));
                    break;
                case 2:
                    table.UpdateElement(key, static text => text.Length > 50 ? "" : text + "x");
                    break;
                case 3:
                    table.TryLookup(key, out _);
                    break;
                case 4:
                    table.Insert([new(key, "a"), new(key + 1, "b"), new(key + 7, "c")]);
                    break;
                case 5:
                    node.Check(table.Rows().Take(20).All(static row => row.Key < 2 * Keys), "keys");
                    break;
                case 6 when random.Next(10) == 0:
                    table.DeleteAllObjects();
                    break;
            }
        }
    }

    private static void Storm(
        int seeds,
        bool withFaults,
        Action<SimulatedNode, Table<int, string>, int> work,
        [CallerMemberName] string test = "") =>
        Seeds.Check(seeds, test: test, claim: node => node.Run(() =>
        {
            string before = Books.Rented(node);
            var table = Table<int, string>.Create(
                new TableOptions { Access = TableAccess.Public, Ordered = node.Seed % 3 == 0 });
            Ref[] monitors = [.. Enumerable.Range(0, Workers).Select(number =>
                Process.SpawnMonitor(() => work(node, table, number)).Monitor)];
            if (withFaults)
            {
                node.Faults.KillEvery = 3_000;
                node.Faults.DelaySignalsEvery = 5;
            }

            foreach (Ref monitor in monitors)
            {
                ExitReason reason = Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason;
                node.Check(withFaults || reason == ExitReason.Normal, $"a worker ended: {reason}");
            }

            node.Pass(TimeSpan.FromSeconds(1)); // what the killed left to do is done, and counted
            List<KeyValuePair<int, string>> rows = table.ToList();
            node.Check(rows.Count == table.Size, $"{rows.Count} rows are counted as {table.Size}");
            node.Check(rows.All(row => table.Lookup(row.Key) == row.Value), "a row is met and not found");
            table.Delete();
            node.Pass(TimeSpan.FromSeconds(1));
            node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}");
        }));
}
