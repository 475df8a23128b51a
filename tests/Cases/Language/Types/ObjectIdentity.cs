using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// What an object is apart from its content: itself. Identity hash codes and locks live in a header word of the object,
/// and both together do not fit into it, so that an object which has one and gets the other must be moved to a side
/// table without losing either (System.Object, System.Threading.Monitor). A lock is held by one thread any number of
/// times; there is only one thread here, so no case ever waits.
/// </summary>
public sealed class ObjectIdentity
{
    private sealed class Twin(int number)
    {
        public override bool Equals(object? obj) => obj is Twin twin && twin.GetHashCode() == number;

        public override int GetHashCode() => number;
    }

    /// <summary>Two objects with equal content are two objects.</summary>
    [Fact]
    public void Equal_objects_are_not_the_same_object()
    {
        var one = new Twin(1);
        var two = new Twin(1);
        Assert.True(one.Equals(two));
        Assert.False(ReferenceEquals(one, two));
        Assert.True(ReferenceEquals(one, Opaque.Of(one)));
        Assert.False(ReferenceEquals(Opaque.Of("a") + Opaque.Of("b"), Opaque.Of("a") + Opaque.Of("b")));
    }

    /// <summary>The identity hash code never changes, whatever is allocated meanwhile.</summary>
    [Fact]
    public void The_identity_hash_code_is_stable()
    {
        object[] objects = new object[200];
        int[] hashes = new int[200];
        for (int i = 0; i < objects.Length; i++)
        {
            objects[i] = new object();
            hashes[i] = RuntimeHelpers.GetHashCode(objects[i]);
        }

        for (int i = 0; i < 1000; i++)
        {
            Opaque.Of(new byte[64]);
        }

        for (int i = 0; i < objects.Length; i++)
        {
            Assert.Equal(hashes[i], RuntimeHelpers.GetHashCode(objects[i]));
            Assert.Equal(hashes[i], objects[i].GetHashCode());
        }
    }

    /// <summary>RuntimeHelpers.GetHashCode ignores an override, and null hashes to zero.</summary>
    [Fact]
    public void The_identity_hash_code_ignores_overrides()
    {
        var twin = new Twin(77);
        Assert.Equal(77, twin.GetHashCode());
        Assert.Equal(RuntimeHelpers.GetHashCode(twin), RuntimeHelpers.GetHashCode(twin));
        Assert.Equal(0, RuntimeHelpers.GetHashCode(null));
    }

    /// <summary>A set by reference tells equal objects apart.</summary>
    [Fact]
    public void A_reference_comparer_tells_equal_objects_apart()
    {
        var one = new Twin(5);
        var two = new Twin(5);
        Assert.Equal(1, new HashSet<Twin> { one, two }.Count);
        var byReference = new HashSet<Twin>(ReferenceEqualityComparer.Instance) { one, two, one };
        Assert.Equal(2, byReference.Count);
        Assert.True(byReference.Contains(two));
    }

    /// <summary>Literals of equal content are one object, and interning gives one object for equal texts.</summary>
    [Fact]
    public void Equal_string_literals_are_one_object()
    {
        string built = string.Concat(Opaque.Of("inter"), "ned");
        string again = string.Concat(Opaque.Of("in"), "terned");
        Assert.Same("interned", Opaque.Of("interned"));
        Assert.NotSame("interned", built);
        Assert.Same(string.Intern(built), string.Intern(again));
    }

    /// <summary>MemberwiseClone makes a shallow copy of the run-time type.</summary>
    [Fact]
    public void A_clone_is_another_object_with_the_same_parts()
    {
        int[][] jagged = [[1], [2]];
        int[][] clone = (int[][])jagged.Clone();
        Assert.NotSame(jagged, clone);
        Assert.Same(jagged[0], clone[0]);
    }

    /// <summary>A thread may take the same lock again and must leave it as often.</summary>
    [Fact]
    public void A_lock_may_be_taken_again_by_its_holder()
    {
        object gate = new();
        lock (gate)
        {
            lock (gate)
            {
                Assert.True(Monitor.IsEntered(gate));
            }

            Assert.True(Monitor.IsEntered(gate));
        }

        Assert.False(Monitor.IsEntered(gate));
        for (int i = 0; i < 100; i++)
        {
            Monitor.Enter(gate);
        }

        for (int i = 0; i < 100; i++)
        {
            Assert.True(Monitor.IsEntered(gate));
            Monitor.Exit(gate);
        }

        Assert.False(Monitor.IsEntered(gate));
    }

    /// <summary>An object whose hash code was taken can be locked, and keeps the hash code.</summary>
    [Fact]
    public void An_object_with_a_hash_code_can_be_locked()
    {
        object gate = new();
        int hash = RuntimeHelpers.GetHashCode(gate);
        lock (gate)
        {
            Assert.True(Monitor.IsEntered(gate));
            Assert.Equal(hash, RuntimeHelpers.GetHashCode(gate));
        }

        Assert.False(Monitor.IsEntered(gate));
        Assert.Equal(hash, RuntimeHelpers.GetHashCode(gate));
    }

    /// <summary>A hash code can be taken of an object that is locked, and the lock stays.</summary>
    [Fact]
    public void A_locked_object_can_be_hashed()
    {
        object gate = new();
        int hash;
        lock (gate)
        {
            hash = RuntimeHelpers.GetHashCode(gate);
            Assert.True(Monitor.IsEntered(gate));
            lock (gate)
            {
                Assert.Equal(hash, RuntimeHelpers.GetHashCode(gate));
            }
        }

        Assert.False(Monitor.IsEntered(gate));
        Assert.Equal(hash, RuntimeHelpers.GetHashCode(gate));
    }

    /// <summary>TryEnter takes a free lock at once, and says so in its out parameter.</summary>
    [Fact]
    public void Try_enter_takes_a_free_lock()
    {
        object gate = new();
        Assert.True(Monitor.TryEnter(gate));
        bool taken = false;
        Monitor.TryEnter(gate, 0, ref taken);
        Assert.True(taken);
        Monitor.Exit(gate);
        Monitor.Exit(gate);
        Assert.False(Monitor.IsEntered(gate));
    }

    /// <summary>Leaving a lock that is not held, or locking null, is an error.</summary>
    [Fact]
    public void Misuse_of_a_monitor_throws()
    {
        object gate = new();
        Assert.Throws<SynchronizationLockException>(() => Monitor.Exit(gate));
        Assert.Throws<SynchronizationLockException>(() => Monitor.Pulse(gate));
        Assert.Throws<ArgumentNullException>(() => Monitor.Enter(Opaque.Null<object>()));
        RuntimeHelpers.GetHashCode(gate);
        Assert.Throws<SynchronizationLockException>(() => Monitor.Exit(gate));
    }

    /// <summary>System.Threading.Lock is taken by the lock statement, by scopes and by hand.</summary>
    [Fact]
    public void A_lock_object_follows_the_same_rules()
    {
        Lock gate = new();
        lock (gate)
        {
            Assert.True(gate.IsHeldByCurrentThread);
            using (gate.EnterScope())
            {
                Assert.True(gate.TryEnter());
                gate.Exit();
            }

            Assert.True(gate.IsHeldByCurrentThread);
        }

        Assert.False(gate.IsHeldByCurrentThread);
        Assert.Throws<SynchronizationLockException>(gate.Exit);
    }

    /// <summary>Many objects may be locked at the same time.</summary>
    [Fact]
    public void Many_locks_may_be_held_at_once()
    {
        object[] gates = [.. Enumerable.Range(0, 300).Select(_ => new object())];
        foreach (object gate in gates)
        {
            Monitor.Enter(gate);
        }

        Assert.True(Array.TrueForAll(gates, Monitor.IsEntered));
        foreach (object gate in gates)
        {
            Monitor.Exit(gate);
        }

        Assert.False(Array.Exists(gates, Monitor.IsEntered));
    }
}
