// OTP's ets_SUITE: whose a table is, who may use it, its name, and what becomes of it when its owner ends.
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Tables;

public sealed partial class EtsSuite
{
    /// <summary>Private tables are their owner's, protected ones are read by all, public ones are everyone's.</summary>
    [Fact]
    public void Privacy()
    {
        Pid owner = Puppet.StartLinked();
        foreach (TableAccess access in new[] { TableAccess.Public, TableAccess.Protected, TableAccess.Private })
        {
            Table<int, string> table = Puppet.Call(owner, () =>
            {
                var made = Table<int, string>.Create(new TableOptions { Access = access });
                made.Insert(1, "one");
                return made;
            });
            Check(access == TableAccess.Private, access, () => table.Lookup(1));
            Check(access == TableAccess.Private, access, () => table.TryFirst(out _));
            Check(access != TableAccess.Public, access, () => table.Insert(1, "other"));
            Check(access != TableAccess.Public, access, () => table.UpdateElement(1, static text => text));
            Check(access != TableAccess.Public, access, () => table.Delete(1));
            Check(access != TableAccess.Public, access, table.DeleteAllObjects);
            Check(access != TableAccess.Public, access, table.Delete);
            if (access != TableAccess.Public)
            {
                Assert.Equal(access, table.Id.Info()!.Access);
                Assert.Equal("one", Puppet.Call(owner, () => table.Lookup(1)));
            }
        }

        Expect.Killed(owner);

        static void Check(bool isRefused, TableAccess access, Action use)
        {
            TableError? error = null;
            try
            {
                use();
            }
            catch (TableException exception)
            {
                error = exception.Error;
            }

            Assert.Equal(isRefused ? TableError.NoAccess : null, error);
        }
    }

    /// <summary>A name finds its table while it has it; it is given once.</summary>
    [Fact]
    public void Whereis_table()
    {
        Assert.Null(TableId.WhereIs("whereis_table"));
        var table = Table<int, string>.Create(new TableOptions { Name = "whereis_table" });
        Assert.Equal<TableId?>(table.Id, TableId.WhereIs("whereis_table"));
        var named = Table<int, string>.Open("whereis_table");
        named.Insert(1, "one");
        Assert.Equal("one", table.Lookup(1));
        TableException taken = Assert.Throws<TableException>(
            static () => Table<int, int>.Create(new TableOptions { Name = "whereis_table" }));
        Assert.Equal(TableError.NameTaken, taken.Error);
        Assert.Equal(TableError.OtherTypes, Assert.Throws<TableException>(
            static () => Table<int, int>.Open("whereis_table")).Error);
        table.Delete();
        Assert.Null(TableId.WhereIs("whereis_table"));
        var other = Table<long, long>.Create(new TableOptions { Name = "whereis_table" });
        Assert.Equal(TableError.OtherTypes, Assert.Throws<TableException>(() => named.Lookup(1)).Error);
        other.Delete();
    }

    /// <summary>A table that is renamed is found under the new name and not under the old one.</summary>
    [Fact]
    public void Rename()
    {
        var table = Table<int, int>.Create(new TableOptions { Name = "old_name" });
        var other = Table<int, int>.Create(new TableOptions { Name = "other_name" });
        Assert.Equal(TableError.NameTaken, Assert.Throws<TableException>(
            () => table.Id.Rename("other_name")).Error);
        table.Id.Rename("new_name");
        table.Id.Rename("new_name");
        Assert.Null(TableId.WhereIs("old_name"));
        Assert.Equal<TableId?>(table.Id, TableId.WhereIs("new_name"));
        Assert.Equal<Atom>("new_name", table.Id.Info()!.Name);
        table.Delete();
        other.Delete();
        Assert.Null(TableId.WhereIs("new_name"));
    }

    /// <summary>A table without a name gets none.</summary>
    [Fact]
    public void Rename_unnamed()
    {
        var table = Table<int, int>.Create();
        Assert.Throws<TableException>(() => table.Id.Rename("a_name"));
        table.Delete();
    }

    /// <summary>The new owner is told, may write, and the table ends with it; the old one may not any more.</summary>
    [Fact]
    public void Give_away()
    {
        Pid receiver = Puppet.StartLinked();
        var table = Table<int, string>.Create();
        table.Insert(1, "one");
        table.GiveAway(receiver, "a gift");
        Assert.Equal(receiver, table.Id.Info()!.Owner);
        TableTransfer told = Puppet.Call(receiver, static () => Process.Receive<TableTransfer>());
        Assert.Equal(new TableTransfer(table.Id, Process.Self, "a gift"), told);
        Assert.Throws<TableException>(() => table.Insert(2, "two"));
        Assert.Equal(TableError.NoAccess, Assert.Throws<TableException>(() => table.GiveAway(Process.Self)).Error);
        Puppet.Do(receiver, () => Table<int, string>.Open(told.Table).Insert(2, "two"));
        Assert.Equal("two", table.Lookup(2));
        Expect.Killed(receiver);
        Assert.Null(table.Id.Info());
    }

    /// <summary>Who is not there, and who has it already, cannot be given a table; it stays where it is.</summary>
    [Fact]
    public void Give_away_to_nobody()
    {
        var table = Table<int, string>.Create();
        Pid dead = Puppet.Start();
        Expect.Killed(dead);
        foreach (Pid nobody in new[] { dead, Process.Self, default, new Pid(1, 2, 3, 4) })
        {
            Assert.Equal(TableError.NoOwner, Assert.Throws<TableException>(() => table.GiveAway(nobody, 1)).Error);
        }

        Assert.Equal(Process.Self, table.Id.Info()!.Owner);
        table.Insert(1, "still mine");
        table.Delete();
        Expect.Nothing();
    }

    /// <summary>The heir gets the table and the data when the owner ends, however that is, before its DOWN.</summary>
    [Fact]
    public void Heir()
    {
        foreach (ExitReason reason in new[] { ExitReason.Normal, ExitReason.Kill })
        {
            Pid heir = Process.Self;
            Pid owner = Puppet.Start();
            Ref monitor = Process.Monitor(owner);
            Table<int, string> table = Puppet.Call(owner, () =>
            {
                var made = Table<int, string>.Create(new TableOptions { Heir = heir, HeirData = 17 });
                made.Insert(1, "one");
                return made;
            });
            Assert.Equal(heir, table.Id.Info()!.Heir);
            if (reason == ExitReason.Kill)
            {
                Process.Exit(owner, ExitReason.Kill);
            }
            else
            {
                Puppet.Tell(owner, static () => Process.Exit(ExitReason.Normal));
            }

            Assert.Equal<object?>(new TableTransfer(table.Id, owner, 17), Process.Receive());
            Expect.Down(monitor);
            Assert.Equal(heir, table.Id.Info()!.Owner);
            table.Insert(2, "mine");
            table.Delete();
        }
    }

    /// <summary>An heir that is gone inherits nothing; one that is set later does; none can be set, too.</summary>
    [Fact]
    public void Heir_that_changes()
    {
        Pid gone = Puppet.Start();
        Expect.Killed(gone);
        Assert.Null(EndWithHeir(gone));
        Assert.Null(EndWithHeir(default));
        TableId? inherited = EndWithHeir(Process.Self);
        Assert.Equal(Process.Self, inherited!.Value.Info()!.Owner);
        Assert.Equal("data", Expect.Message<TableTransfer>().Data);
        inherited.Value.Delete();

        // The heir of a table that it owns by now is nobody.
        Pid owner = Puppet.StartLinked();
        TableId own = Puppet.Call(owner, () => Table<int, int>.Create(new TableOptions { Heir = Process.Self }).Id);
        Expect.Killed(owner);
        Assert.Null(own.Info());

        static TableId? EndWithHeir(Pid heir)
        {
            Pid owner = Puppet.StartLinked();
            TableId table = Puppet.Call(owner, () => Table<int, int>.Create().Id);
            Puppet.Do(owner, () => table.SetHeir(Process.Self, "not this"));
            Puppet.Do(owner, () => table.SetHeir(heir, "data"));
            Expect.Killed(owner);
            return table.Info() is null ? default(TableId?) : table;
        }
    }

    /// <summary>Setting an heir is the owner's business.</summary>
    [Fact]
    public void Setopts()
    {
        Pid owner = Puppet.StartLinked();
        TableId table = Puppet.Call(
            owner, static () => Table<int, int>.Create(new TableOptions { Access = TableAccess.Public }).Id);
        Assert.Equal(TableError.NoAccess, Assert.Throws<TableException>(() => table.SetHeir(Process.Self)).Error);
        Expect.Killed(owner);
    }

    /// <summary>A table ends with its owner; its name is free when others are told.</summary>
    [Fact]
    public void Table_ends_with_its_owner() => Rounds(Sizes.Pick(linux: 50, x86: 10), static () =>
    {
        (Pid owner, Ref monitor) = Process.SpawnMonitor(static () =>
        {
            var table = Table<int, int>.Create(new TableOptions { Name = "ends_with_owner" });
            table.Insert(1, 1);
        });
        Expect.Down(monitor);
        Assert.Null(TableId.WhereIs("ends_with_owner"));
        Assert.False(Process.IsAlive(owner));
    });

    /// <summary>The owner of a large table ends, and others have their turns all the while.</summary>
    [Fact]
    public void Exit_large_table_owner()
    {
        int rows = Sizes.Pick(linux: 100_000, x86: 1_000);
        (Pid owner, Ref monitor) = Process.SpawnMonitor(() =>
        {
            var table = Table<int, string>.Create();
            for (int key = 0; key < rows; key++)
            {
                table.Insert(key, "row");
            }

            Process.Receive();
        });
        Process.Send(owner, "end");
        Expect.Down(monitor);
        Expect.Until(() => Process.All().All(pid => pid != owner), "it is gone");
    }

    /// <summary>A process with many tables ends, some of them inherited.</summary>
    [Fact]
    public void Exit_many_tables_owner()
    {
        int tables = Sizes.Pick(linux: 300, x86: 30);
        Pid heir = Process.Self;
        (_, Ref monitor) = Process.SpawnMonitor(() =>
        {
            for (int number = 0; number < tables; number++)
            {
                var options = new TableOptions
                {
                    Ordered = number % 2 == 0,
                    Heir = number % 10 == 0 ? heir : default,
                    HeirData = number,
                };
                Table<int, int>.Create(options).Insert(number, number);
            }
        });
        Expect.Down(monitor);
        for (int left = tables / 10; left > 0; left--)
        {
            TableTransfer transfer = Expect.Message<TableTransfer>();
            var table = Table<int, int>.Open(transfer.Table);
            Assert.Equal((int)transfer.Data!, table.ToList()[0].Key);
            table.Delete();
        }

        Expect.Nothing();
    }

    private static void Rounds(int count, Action round)
    {
        for (int left = count; left > 0; left--)
        {
            round();
        }
    }
}
