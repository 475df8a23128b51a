// A process that is killed between any two steps of an operation on a table: the operation has happened or it has not,
// the table is whole, its latches are open, and nothing is left rented.
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Tables;

public sealed class KilledInTables
{
    private const int Seed = 11;

    public static TheoryData<string> Operations() =>
    [
        "insert", "replace", "insert_long_key", "insert_list", "insert_new_list", "delete", "take", "update",
        "count", "read_large", "replace_large", "clear", "select_delete", "grow", "shrink", "delete_table",
        "create", "rename",
    ];

    /// <summary>Killed at every step of an operation, on one core and on two, in sets and in ordered sets.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void Any_step(string operation)
    {
        foreach (bool ordered in new[] { false, true })
        {
            long end = Run(operation, ordered, killAt: 0, cores: 1, out long begin);
            for (long step = begin; step <= end; step++)
            {
                Run(operation, ordered, step, cores: step % 3 == 0 ? 2 : 1, out _);
            }
        }
    }

    // The run with a kill at a step; when the operation began and when it ended.
    private static long Run(string operation, bool ordered, long killAt, int cores, out long begin)
    {
        using var node = new SimulatedNode(Seed, cores);
        long first = 0;
        long last = 0;
        try
        {
            node.Run(() =>
            {
                string before = Books.Rented(node);
                var table = Table<string, string>.Create(
                    new TableOptions { Ordered = ordered, Access = TableAccess.Public, Name = "under_test" });
                for (int number = 0; number < 12; number++)
                {
                    table.Insert($"key{number}", "old");
                }

                table.Insert("large", new string('x', 3000));
                var counters = Table<int, long>.Create(new TableOptions { Access = TableAccess.Public });
                counters.Insert(1, 100);
                first = node.Steps;
                (Pid worker, Ref monitor) = Process.SpawnMonitor(() => Do(operation, table, counters));
                node.MayKill = pid => pid == worker;
                node.Faults.KillAtStep = killAt;
                Process.Receive<DownMessage>(down => down.Monitor == monitor);
                last = node.Steps;
                Check(node, operation, table, counters);
                if (table.Id.Info() is not null)
                    table.Delete();
                counters.Delete();
                node.Pass(TimeSpan.FromSeconds(1));
                node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}");
            });
        }
        catch (SimulationException exception)
        {
            Assert.Fail($"{operation}, ordered {ordered}, {cores} cores, killed at {killAt}: {exception}");
        }

        begin = first;
        return last;
    }

    private static void Do(string operation, Table<string, string> table, Table<int, long> counters)
    {
        switch (operation)
        {
            case "insert":
                table.Insert("new", "value");
                break;
            case "replace":
                table.Insert("key3", "new");
                break;
            case "insert_long_key":
                table.Insert(new string('k', 300), "value");
                break;
            case "insert_list":
                table.Insert([new("key1", "new"), new("b", "new"), new("key1", "newer")]);
                break;
            case "insert_new_list":
                table.InsertNew([new("a", "new"), new("b", "new"), new("c", "new")]);
                break;
            case "delete":
                table.Delete("key3");
                break;
            case "take":
                table.TryTake("key3", out _);
                break;
            case "update":
                table.UpdateElement("key3", static text => text + "er");
                break;
            case "count":
                counters.UpdateCounter(1, 1);
                break;
            case "read_large":
                table.Lookup("large");
                break;
            case "replace_large":
                table.Insert("large", new string('y', 3000));
                break;
            case "clear":
                table.DeleteAllObjects();
                break;
            case "select_delete":
                table.SelectDelete(static (key, _) => key.EndsWith('3'));
                break;
            case "grow":
                Fill(table, 40);
                break;
            case "shrink":
                Empty(table, 12);
                break;
            case "delete_table":
                table.Delete();
                break;
            case "create":
                Table<int, int>.Create(new TableOptions { Name = "another" }).Insert(1, 1);
                break;
            case "rename":
                table.Id.Rename("renamed");
                break;
        }
    }

    private static void Fill(Table<string, string> table, int count)
    {
        for (int number = 0; number < count; number++)
        {
            table.Insert($"more{number}", "new");
        }
    }

    private static void Empty(Table<string, string> table, int count)
    {
        for (int number = 0; number < count; number++)
        {
            table.Delete($"key{number}");
        }
    }

    private static void Check(
        SimulatedNode node, string operation, Table<string, string> table, Table<int, long> counters)
    {
        node.Check(TableId.WhereIs("another") is null, "a table of the dead has a name");
        node.Check(counters.Lookup(1) is 100 or 101, "a counter is what nobody made it");
        if (table.Id.Info() is not { } info)
        {
            node.Check(operation == "delete_table", "the table is gone");
            node.Check(TableId.WhereIs("under_test") is null, "a table that is gone has its name");
            return;
        }

        node.Check(TableId.WhereIs(info.Name) == table.Id, "the table is not found by its name");
        Dictionary<string, string> rows = table.ToList().ToDictionary(static row => row.Key, static row => row.Value);
        node.Check(rows.Count == info.Size, $"{rows.Count} rows are counted as {info.Size}");
        node.Check(rows.Keys.All(table.Member), "a row is met and not found");
        node.Check(
            rows.All(static row => row.Value is "old" or "new" or "newer" or "value" or "older" or { Length: 3000 }),
            "a value is none that anybody wrote");
        int ofList = new[] { "a", "b", "c" }.Count(rows.ContainsKey);
        node.Check(
            operation switch
            {
                "insert_new_list" => ofList is 0 or 3,
                "insert_list" => (rows["key1"], ofList) is ("old", 0) or ("newer", 1),
                "clear" => rows.Count is 0 or 13,
                "insert" => rows.Count is 13 or 14 && rows.GetValueOrDefault("new", "value") == "value",
                "delete" or "take" or "select_delete" => rows.Count is 12 or 13,
                "update" => rows["key3"] is "old" or "older",
                _ => true,
            },
            $"half of {operation} happened: {string.Join(", ", rows)}");
        table.DeleteAllObjects();
        node.Check(table.Size == 0 && table.ToList().Count == 0, "rows are left of all that were deleted");
        table.Insert("again", "value");
        node.Check(table.Lookup("again") == "value", "the table does not work any more");
    }
}
