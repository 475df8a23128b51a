// OTP's persistent_term_SUITE. Names of cases are OTP's where the case is.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.PersistentTerms;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.PersistentTerms;

/// <summary>Claims about persistent terms.</summary>
public sealed class PersistentTermSuite
{
    private sealed record Route(string Prefix, ImmutableArray<string> Peers, Route? Next);

    /// <summary>A term has the value it was given, until it gets another one or none.</summary>
    [Fact]
    public void Basic()
    {
        var term = new PersistentTerm<string>("term_basic");
        Assert.False(term.Erase());
        Assert.Equal("otherwise", term.GetOr("otherwise"));
        Assert.Throws<KeyNotFoundException>(() => GC.KeepAlive(term.Value));
        term.Put(string.Concat("va", "lue".ToUpperInvariant()));
        Assert.Equal("vaLUE", term.Value);
        term.Put("other");
        Assert.Equal("other", term.Value);
        Assert.True(PersistentTermInfo.Names().Contains("term_basic"));
        Assert.True(term.Erase());
        Assert.False(term.TryGet(out _));
        Assert.False(PersistentTermInfo.Names().Contains("term_basic"));
    }

    /// <summary>
    /// All processes get one object, and it is whole when who put it has ended and all have collected.
    /// </summary>
    [Fact]
    public void Sharing()
    {
        var term = new PersistentTerm<Route>("term_sharing");
        (_, Ref monitor) = Process.SpawnMonitor(() => term.Put(Make(5)));
        Expect.Down(monitor);
        Pid other = Puppet.StartLinked();
        Route mine = term.Value;
        Process.GarbageCollect();
        GC.Collect();
        Check(mine, 5);
        Assert.Same(mine, term.Value);
        Assert.Equal(5, Puppet.Call(other, () => term.Value.Peers.Length));
        Expect.Killed(other);
        term.Erase();
        Check(mine, 5);
    }

    /// <summary>What was got stays what it is, whatever becomes of the term; equal values are one value.</summary>
    [Fact]
    public void Purging()
    {
        var term = new PersistentTerm<Route>("term_purging");
        var kept = new List<Route>();
        for (int round = 0; round < 20; round++)
        {
            term.Put(Make(round));
            kept.Add(term.Value);
        }

        GC.Collect();
        for (int round = 0; round < kept.Count; round++)
        {
            Check(kept[round], round);
        }

        Route last = term.Value;
        long before = PersistentTermInfo.Current.OldMemory;
        term.Put(last with { });
        Assert.Same(last, term.Value);
        Assert.Equal(before, PersistentTermInfo.Current.OldMemory);
        term.Erase();
    }

    /// <summary>A new term is put once, or again with an equal value.</summary>
    [Fact]
    public void Put_new()
    {
        var term = new PersistentTerm<string>("term_put_new");
        Assert.True(term.PutNew("a"));
        Assert.True(term.PutNew("a"));
        Assert.False(term.PutNew("b"));
        Assert.False(new PersistentTerm<Route>("term_put_new").PutNew(Make(1)));
        Assert.Equal("a", term.Value);
        term.Erase();
        Assert.True(term.PutNew("b"));
        term.Erase();
    }

    /// <summary>The numbers say how many there are, and what they take.</summary>
    [Fact]
    public void Info()
    {
        PersistentTermInfo before = PersistentTermInfo.Current;
        var term = new PersistentTerm<ImmutableArray<int>>("term_info");
        term.Put([.. Enumerable.Range(0, 1000)]);
        PersistentTermInfo with = PersistentTermInfo.Current;
        Assert.Equal(before.Count + 1, with.Count);
        Assert.InRange(with.Memory - before.Memory, 4_000L, 8_000L);
        Assert.Equal(999, term.Value[999]);
        term.Erase();
        PersistentTermInfo after = PersistentTermInfo.Current;
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(before.Memory, after.Memory);
        Assert.Equal(with.Memory - before.Memory, after.OldMemory - with.OldMemory);
    }

    /// <summary>Values of every size up to the limit, which says so; binaries, numbers, structs.</summary>
    [Fact]
    public void Off_heap_values()
    {
        var bytes = new PersistentTerm<Binary>("term_binary");
        bytes.Put(Binary.Create(new byte[100_000]));
        GC.Collect();
        Assert.Equal(100_000, bytes.Value.Length);
        Assert.True(bytes.Value.Span.IndexOfAnyExcept((byte)0) < 0, "its bytes are there");
        bytes.Erase();
        var number = new PersistentTerm<int>("term_number");
        number.Put(17);
        Assert.Equal(17, number.Value);
        Assert.False(new PersistentTerm<long>("term_number").TryGet(out _));
        number.Erase();
        var array = new PersistentTerm<ImmutableArray<byte>>("term_array");
        foreach (int length in new[] { 0, 100, 70_000, 1_000_000 })
        {
            array.Put(ImmutableArray.Create(new byte[length]));
            Assert.Equal(length, array.Value.Length);
        }

        Assert.Throws<ArgumentException>(() => array.Put(ImmutableArray.Create(new byte[2_000_000])));
        Assert.Equal(1_000_000, array.Value.Length);
        array.Erase();
        Assert.Throws<CannotTravelException>(
            static () => new PersistentTerm<object>("term_handle").Put(new WeakReference("")));
    }

    /// <summary>Who is killed while it puts has put, or has not.</summary>
    [Fact]
    public void Killed_while_trapping()
    {
        var term = new PersistentTerm<Route>("term_killed");
        term.Put(Make(3));
        int rounds = Sizes.Pick(linux: 50, x86: 10);
        for (int round = 0; round < rounds; round++)
        {
            Pid pid = Process.Spawn(() =>
            {
                // Not for ever: what is replaced is never freed.
                for (int left = 50; left > 0; left--)
                {
                    term.Put(Make(2));
                    term.Put(Make(3));
                }

                Puppet.Wait();
            });
            Process.Yield();
            Expect.Killed(pid);
            Check(term.Value, term.Value.Peers.Length);
        }

        term.Erase();
    }

    private static Route Make(int length)
    {
        ImmutableArray<string> peers = [.. Enumerable.Range(0, length).Select(static number => $"peer{number}")];
        return new Route($"+49{length}", peers, new Route("next", peers, null));
    }

    private static void Check(Route route, int length)
    {
        Assert.Equal($"+49{length}", route.Prefix);
        Assert.Equal(length, route.Peers.Length);
        Assert.Sequence(Enumerable.Range(0, length).Select(static number => $"peer{number}"), route.Peers);
        Assert.Equal("next", route.Next!.Prefix);
        Assert.Equal(length, route.Next.Peers.Length);
    }
}
