// Attempts to hand an object to another process by another way than a message, or to reach into a message after it was
// sent. Outside the kernel most of this does not even compile (COSMOS001); here it does, to show what holds at run
// time: whatever a process finds, it is its own or shared by all, never another process's.
using System.Buffers;
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about what processes cannot reach.</summary>
public sealed unsafe class Isolation
{
    private static readonly ConditionalWeakTable<Type, Secret> s_table = [];
    private static readonly AsyncLocal<Secret?> s_ambient = new();
    private static readonly object?[] s_array = new object?[4];
    private static readonly Secret s_shared = new(0);
    private static Secret? s_static;
    private static object? s_object;
    private static Func<int>? s_function;

    /// <summary>A static: the object is given to all when it is stored, with everything it leads to.</summary>
    [Fact]
    public void Through_a_static() =>
        Smuggle(static secret => s_static = secret, static () => s_static);

    /// <summary>What is stored into an object that was given to all is given to all as well.</summary>
    [Fact]
    public void Through_a_field_of_a_shared_object() =>
        Smuggle(static secret => s_shared.Next = secret, static () => s_shared.Next);

    /// <summary>An element of a shared array.</summary>
    [Fact]
    public void Through_an_array() =>
        Smuggle(static secret => s_array[0] = secret, static () => (Secret?)s_array[0]);

    /// <summary>A span over a shared array, element by element.</summary>
    [Fact]
    public void Through_a_span() =>
        Smuggle(static secret => s_array.AsSpan()[1] = secret, static () => (Secret?)s_array[1]);

    /// <summary>A copy of many references at once.</summary>
    [Fact]
    public void Through_a_bulk_copy() =>
        Smuggle(
            static secret => new object?[] { secret, secret }.AsSpan().CopyTo(s_array.AsSpan(2)),
            static () => (Secret?)s_array[3]);

    /// <summary>A reference by ref.</summary>
    [Fact]
    public void Through_a_ref() =>
        Smuggle(static secret => Assign(ref s_static, secret), static () => s_static);

    /// <summary>Interlocked exchange and compare-exchange.</summary>
    [Fact]
    public void Through_interlocked()
    {
        Smuggle(static secret => Interlocked.Exchange(ref s_object, secret), static () => (Secret?)s_object);
        Smuggle(
            static secret => Interlocked.CompareExchange(ref s_object, secret, s_object),
            static () => (Secret?)s_object);
    }

    /// <summary>A volatile store.</summary>
    [Fact]
    public void Through_volatile() =>
        Smuggle(static secret => Volatile.Write(ref s_object, secret), static () => (Secret?)s_object);

    /// <summary>A box with a reference in it.</summary>
    [Fact]
    public void Through_a_box() =>
        Smuggle(static secret => s_object = (1, secret), static () => (((int, Secret))s_object!).Item2);

    /// <summary>A closure in a static.</summary>
    [Fact]
    public void Through_a_delegate() =>
        Smuggle(
            static secret => s_function = () => secret.Value,
            static () => s_function!.Target is { } target ? Find(target) : null);

    /// <summary>A table of the library that keeps objects by weak handles.</summary>
    [Fact]
    public void Through_a_weak_table() =>
        Smuggle(
            static secret => s_table.AddOrUpdate(typeof(Isolation), secret),
            static () => s_table.TryGetValue(typeof(Isolation), out Secret? found) ? found : null);

    /// <summary>An exception object in a static, stack trace and data included.</summary>
    [Fact]
    public void Through_an_exception() =>
        Smuggle(
            static secret =>
            {
                try
                {
                    throw new InvalidOperationException("secret") { Data = { ["it"] = secret } };
                }
                catch (InvalidOperationException exception)
                {
                    s_object = exception;
                }
            },
            static () => (Secret?)((Exception)s_object!).Data["it"]);

    /// <summary>Arrays that were given back to the pool of the library.</summary>
    [Fact]
    public void Through_the_array_pool() =>
        Smuggle(
            static secret =>
            {
                for (int turn = 0; turn < 3; turn++)
                {
                    Secret[] first = ArrayPool<Secret>.Shared.Rent(16);
                    Secret[] second = ArrayPool<Secret>.Shared.Rent(16);
                    first[0] = secret;
                    second[0] = secret;
                    ArrayPool<Secret>.Shared.Return(first);
                    ArrayPool<Secret>.Shared.Return(second);
                }
            },
            static () => ArrayPool<Secret>.Shared.Rent(16)[0]);

    /// <summary>A thread static is a process's own: another one finds it empty.</summary>
    [Fact]
    public void Not_through_a_thread_static()
    {
        Own.Local = new Secret(1);
        Pid other = Puppet.StartLinked();
        Assert.True(Puppet.Call(other, static () => Own.Local is null));
        Assert.Equal(1, Own.Local.Value);
        Expect.Killed(other);
    }

    /// <summary>So is an ambient value.</summary>
    [Fact]
    public void Not_through_an_async_local()
    {
        s_ambient.Value = new Secret(1);
        Pid other = Puppet.StartLinked();
        Assert.True(Puppet.Call(other, static () => s_ambient.Value is null));
        Expect.Killed(other);
    }

    /// <summary>And the process dictionary.</summary>
    [Fact]
    public void Not_through_the_dictionary()
    {
        Process.Put("key", new Secret(1));
        Pid other = Puppet.StartLinked();
        Assert.True(Puppet.Call(other, static () => Process.Get("key") is null));
        Assert.Equal(1, ((Secret)Process.Get("key")!).Value);
        Expect.Killed(other);
    }

    /// <summary>Interned strings are equal and shared; nobody finds another process's.</summary>
    [Fact]
    public void Through_string_interning()
    {
        string text = new('i', Process.Self.ToString().Length + 20);
        string interned = string.Intern(text);
        Pid other = Puppet.StartLinked();
        int length = text.Length;
        Assert.False(Puppet.Call(other, () => IsForeign(string.Intern(new string('i', length)))));
        Assert.Equal(text, interned);
        Expect.Killed(other);
    }

    /// <summary>
    /// A closure is copied when it is spawned: what either side changes afterwards, the other does not see.
    /// </summary>
    [Fact]
    public void A_spawned_closure_is_a_copy()
    {
        var secret = new Secret(1);
        Pid tester = Process.Self;
        Process.SpawnLink(() =>
        {
            Process.Receive();
            Process.Send(tester, secret.Value);
            secret.Value = 3;
            Process.Send(tester, "changed");
        });
        Pid child = Process.Info(tester)!.Links[0];
        secret.Value = 2;
        Process.Send(child, "look");
        Expect.Next(1);
        Expect.Next("changed");
        Assert.Equal(2, secret.Value);
    }

    /// <summary>
    /// A message is copied when it is sent: boxes, arrays and objects changed afterwards arrive unchanged.
    /// </summary>
    [Fact]
    public void A_message_is_a_copy()
    {
        object box = 1;
        int[] numbers = [1];
        object[] objects = [new Secret(1)];
        Process.Send(Process.Self, box);
        Process.Send(Process.Self, numbers);
        Process.Send(Process.Self, objects);
        Unsafe.Unbox<int>(box) = 2;
        numbers[0] = 2;
        ((Secret)objects[0]).Value = 2;
        Expect.Next(1);
        Assert.Equal(1, ((int[])Process.Receive()!)[0]);
        Assert.Equal(1, ((Secret)((object[])Process.Receive()!)[0]).Value);
    }

    /// <summary>A timer's message is copied when the timer is started.</summary>
    [Fact]
    public void A_timers_message_is_a_copy()
    {
        var secret = new Secret(1);
        Process.SendAfter(Expect.Ms(20), Process.Self, secret);
        Process.StartTimer(Expect.Ms(20), Process.Self, secret);
        secret.Value = 2;
        Assert.Equal(1, Expect.Message<Secret>().Value);
        Assert.Equal(1, ((Secret)Expect.Message<TimeoutMessage>().Message!).Value);
    }

    /// <summary>A reason is copied for each who learns it.</summary>
    [Fact]
    public void A_reason_is_a_copy_for_each()
    {
        Pid tester = Process.Self;
        Pid dying = Process.Spawn(static () =>
        {
            Process.Receive();
            Process.Exit(ExitReason.Of("secret", new Secret(1)));
        });
        for (int watcher = 0; watcher < 2; watcher++)
        {
            Process.SpawnLink(() =>
            {
                Ref monitor = Process.Monitor(dying);
                Process.Send(tester, "watching");
                var secret = (Secret)Expect.Down(monitor).Detail!;
                secret.Value++;
                Process.Send(tester, secret.Value);
                Puppet.Wait();
            });
            Expect.Next("watching");
        }

        Process.Send(dying, "end");
        Expect.Next(2);
        Expect.Next(2);
    }

    /// <summary>A reason that exit/2 carries is copied when it is sent.</summary>
    [Fact]
    public void A_signals_reason_is_a_copy()
    {
        Process.TrapExit = true;
        Pid pid = Puppet.StartLinked();
        var secret = new Secret(1);
        Process.Exit(pid, ExitReason.Of("secret", secret));
        secret.Value = 2;
        Assert.Equal(1, ((Secret)Expect.Exit(pid).Detail!).Value);
    }

    /// <summary>Two processes share neither objects nor their neighbours, however much one gave to all.</summary>
    [Fact]
    public void A_donor_keeps_its_own()
    {
        Pid donor = Puppet.StartLinked();
        Puppet.Do(donor, static () =>
        {
            var mine = new Secret(7);
            for (int round = 0; round < 50; round++)
            {
                s_static = new Secret(round) { Next = new Secret(round + 1) };
                Process.GarbageCollect();
                Assert.False(Ownership.IsShared(Address(mine)));
                Assert.Equal(7, mine.Value);
            }
        });
        Expect.Killed(donor);
        Assert.Equal(49, s_static!.Value);
        Assert.Equal(50, s_static.Next!.Value);
    }

    private static void Smuggle(Action<Secret> hide, Func<Secret?> seek)
    {
        Pid smuggler = Puppet.StartLinked();
        Pid finder = Puppet.StartLinked();
        for (int round = 0; round < 3; round++)
        {
            Puppet.Do(smuggler, () => hide(new Secret(42) { Next = new Secret(43) }));
            Assert.Equal("", Puppet.Call(finder, () => Complaint(seek())));
            Puppet.Do(smuggler, static () => Process.GarbageCollect());
            Assert.Equal("", Puppet.Call(finder, () => Complaint(seek())));
        }

        Expect.Killed(smuggler);
        Assert.Equal("", Puppet.Call(finder, () => Complaint(seek())));
        Expect.Killed(finder);
    }

    // Nothing found is as good as something that belongs to all; but what is found must be whole.
    private static string Complaint(Secret? found)
    {
        for (Secret? item = found; item is not null; item = item.Next)
        {
            if (IsForeign(item))
            {
                return $"the object at {Address(item):x} belongs to another process";
            }

            if (item.Value is not (42 or 43 or 0))
            {
                return $"the object at {Address(item):x} is damaged: {item.Value}";
            }
        }

        return "";
    }

    private static Secret? Find(object closure) => closure as Secret;

    private static bool IsForeign(object item) =>
        !Ownership.IsShared(Address(item)) && !Ownership.IsPrivateTo(Context.CurrentBlock, Address(item));

    // Safety: only the address is wanted, of where the object is at this moment.
    private static nint Address(object item) => *(nint*)Unsafe.AsPointer(ref item);

    private static void Assign(ref Secret? place, Secret value) => place = value;

    private static class Own
    {
        [ThreadStatic]
        public static Secret? Local;
    }

    private sealed class Secret(int value)
    {
        public int Value { get; set; } = value;

        public Secret? Next { get; set; }
    }
}
