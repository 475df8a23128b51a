// COSMOS003 and COSMOS004 over snippets: what callbacks reach inside a server's class, and what they must not do there.
using Cosmos.Build.Analyzers.Servers;
using Microsoft.CodeAnalysis;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about callbacks.</summary>
public sealed class ServerCallbacksTests
{
    private const string Requests = """
        sealed record Get : ICall<Counter, Get, int>;
        sealed record Add(int Amount) : ICast<Counter, Add>;
        """;

    /// <summary>Statements in HandleInfo of a Counter; the marked ones ask the Counter itself.</summary>
    [Theory]
    [InlineData("ServerRef<Counter> me = Process.Self; me.[|Call|](new Get());")]
    [InlineData("ServerRef<Counter> me = Process.Self; me.[|Call|](new Get(), TimeSpan.FromSeconds(1));")]
    [InlineData("((ServerRef<Counter>)Process.Self).[|Call|](new Get());")]
    [InlineData("new ServerRef<Counter>(Process.Self).[|Call|](new Get());")]
    [InlineData("var pid = Process.Self; ServerRef<Counter> me = pid; var same = me; same.[|Call|](new Get());")]
    [InlineData("ServerRef<Counter> me = Process.Self; ServerRef she = me.Untyped; Sys.[|Suspend|](she);")]
    [InlineData("ServerRef<Counter> me = Process.Self; me.[|Stop|]();")]
    [InlineData("Sys.[|Suspend|](Process.Self);")]
    [InlineData("Sys.[|GetState<Counter>|](Process.Self);")]
    [InlineData("ProcLib.[|Stop|](Process.Self);")]
    [InlineData("_self.[|Call|](new Get());")]
    [InlineData("Me.[|Call|](new Get());")]
    [InlineData("Own().[|Call|](new Get());")]
    [InlineData("[|Ask(Process.Self)|];")]
    [InlineData("[|AskTwice(Process.Self)|];")]
    [InlineData("Counter.[|Ask|](_self);")]
    [InlineData("Indirectly();")]
    [InlineData("void Local() => _self.[|Call|](new Get()); Local();")]
    [InlineData("new[] { 1 }.Select(x => x + _self.[|Call|](new Get())).ToArray();")]
    [InlineData("Enumerable.Range(0, 1).Select(Each).ToArray();")]
    [InlineData("_ = Number;")]
    public async Task Asking_itself(string statement) => Assert.Single(await CheckCounter(statement));

    /// <summary>What asks another process, does not wait, or runs elsewhere.</summary>
    [Theory]
    [InlineData("ServerRef<Counter> other = \"other\"; other.Call(new Get());")]
    [InlineData("ServerRef<Counter> other = (Pid)message!; other.Call(new Get());")]
    [InlineData("_other.Call(new Get());")]
    [InlineData("_creator.Call(new Get());")]
    [InlineData("_changed.Call(new Get());")]
    [InlineData("_self.Cast(new Add(1));")]
    [InlineData("_self.SendRequest(new Get());")]
    [InlineData("Process.Send(Process.Self, 1);")]
    [InlineData("ServerRef<Counter> me = Process.Self; me = \"other\"; me.Call(new Get());")]
    [InlineData("ServerRef<Counter> me = Process.Self; Process.Spawn(() => me.Call(new Get()));")]
    [InlineData("ServerRef<Counter> me = Process.Self; Process.Spawn(Run); void Run() { me.Cast(new Add(1)); }")]
    [InlineData("Ask((Pid)message!);")]
    [InlineData("Sys.Suspend(_other);")]
    [InlineData("Process.GarbageCollect(Process.Self);")]
    public async Task Asking_others(string statement) => await CheckCounter(statement);

    // Members that ask are in the other half of the class, marked for the one statement that reaches them.
    private static async Task<Diagnostic[]> CheckCounter(string statement)
    {
        Diagnostic[] found = await Snippet.Check(
            new ServerCallbacks(),
            $$"""
            sealed partial class Counter : GenServer, IHandleCall<Get, int>, IHandleCast<Add>
            {
                private readonly ServerRef<Counter> _other = "other";
                private ServerRef<Counter> _self, _creator = Process.Self, _changed;
                private ServerRef<Counter> Me => Process.Self;

                public static int Ask(ServerRef<Counter> counter) => counter.Call(new Get());
                public static int AskTwice(ServerRef<Counter> counter) => Ask(counter) + Ask(counter);
                public CallResult<int> HandleCall(Get request, From<int> from) => 1;
                public Next HandleCast(Add message) => Next.Wait;

                protected override InitResult Init()
                {
                    _self = Process.Self;
                    _changed = Process.Self;
                    return InitResult.Ok;
                }

                protected override Next HandleInfo(object? message)
                {
                    {{statement}}
                    return Next.Wait;
                }
            }
            """,
            $$"""
            sealed partial class Counter
            {
                public void Meet(ServerRef<Counter> other) => _changed = other;
                private ServerRef<Counter> Own() => _self;
                private void Indirectly() => Deeper();
                private void Deeper() => _self.{{Call("Indirectly")}}(new Get());
                private int Each(int x) => _self.{{Call("Enumerable")}}(new Get());
                private int Number => _self.{{Call("_ =")}}(new Get());
            }
            """,
            Requests);
        Assert.All(found, static item => Assert.Equal(ServerCallbacks.CallId, item.Id));
        Assert.All(found, static item => Assert.Equal(DiagnosticSeverity.Warning, item.Severity));

        return found;

        string Call(string user) => statement.StartsWith(user, StringComparison.Ordinal) ? "[|Call|]" : "Call";
    }

    /// <summary>Outside of callbacks a server's class is like any other: a client's code.</summary>
    [Fact]
    public async Task Clients() => await Snippet.Check(new ServerCallbacks(), """
        sealed class Counter : GenServer, IHandleCall<Get, int>
        {
            public static int Get() => ((ServerRef<Counter>)Process.Self).Call(new Get());
            public static object? Wait() => Process.Receive();
            public CallResult<int> HandleCall(Get request, From<int> from) => 1;
        }

        static class Client
        {
            static int Get(ServerRef<Counter> counter) => counter.Call(new Get()) + (int)Process.Receive()!;
        }

        sealed record Get : ICall<Counter, Get, int>;
        """);

    /// <summary>Generic servers, servers that derive from an abstract one, and other behaviours' callbacks.</summary>
    [Fact]
    public async Task Derived_and_generic() => await Snippet.Check(new ServerCallbacks(), """
        abstract class Base<T> : GenServer
        {
            protected T? Last;
            protected abstract void On(T value);
            protected override Next HandleInfo(object? message) { On((T)message!); return Next.Wait; }
            protected override void Terminate(ExitReason reason) => Sys.[|GetLog|](Process.Self);
        }

        sealed class Box<T> : Base<T>, IHandleCall<Get<T>, T>
        {
            public CallResult<T> HandleCall(Get<T> request, From<T> from) =>
                ((ServerRef<Box<T>>)Process.Self).[|Call|](request);
            protected override void On(T value) => Ask(value);
            private static void Ask<U>(U value) => Process.[|Receive<U>|]();
            protected override Next HandleInfo(object? message) { On((T)message!); return Next.Wait; }
        }

        sealed record Get<T> : ICall<Box<T>, Get<T>, T>;
        """);

    /// <summary>State machines, and handlers of an event manager, whose process is the manager's.</summary>
    [Fact]
    public async Task Other_behaviours() => await Snippet.Check(new ServerCallbacks(), """
        sealed class Door : GenStatem<int>
        {
            protected override MachineInit<int> Init() => Process.[|Receive<MachineInit<int>>|]();
            protected override Transition<int> HandleEvent(int state, Event item) =>
                Sys.[|GetState|](Process.Self) is null ? Keep : Stop("gone");
        }

        sealed class Gate : GenStatem
        {
            protected override MachineInit<StateFunction> Init() => GoTo(Closed);
            private Transition<StateFunction> Closed(Event item) => GoTo(Open);
            private Transition<StateFunction> Open(Event item) => Process.[|Receive|]() is null ? Keep : Stop("gone");
        }

        sealed class Listener : GenEventHandler<string>
        {
            protected override HandlerNext<string> HandleEvent(string item)
            {
                ServerRef<GenEvent<string>> manager = Process.Self;
                manager.Notify("again");
                manager.[|SyncNotify|]("again");
                GenEvent.[|WhichHandlers|](manager);
                return Process.[|Receive|]() is null ? HandlerNext<string>.Stay : HandlerNext<string>.Remove;
            }
        }
        """);

    /// <summary>Receives in a behaviour's callback.</summary>
    [Theory]
    [InlineData("Process.[|Receive|]();")]
    [InlineData("Process.[|Receive|](x => x is int);")]
    [InlineData("Process.[|Receive<int>|]();")]
    [InlineData("Process.[|Receive<object>|]();")]
    [InlineData("Process.[|Receive<int>|](x => x > 1);")]
    [InlineData("Process.[|TryReceive|](TimeSpan.Zero, out object? x);")]
    [InlineData("Process.[|TryReceive<object>|](TimeSpan.Zero, out object? x);")]
    [InlineData("Process.[|TryReceive<object>|](TimeSpan.Zero, out object? x, null);")]
    [InlineData("Process.TryReceive(TimeSpan.Zero, out object? x, y => y is int);")]
    [InlineData("Process.TryReceive<int>(TimeSpan.Zero, out int x);")]
    [InlineData("Process.TryReceive<int>(TimeSpan.Zero, out int x, y => y > 1);")]
    [InlineData("Ref r = Process.MakeRef(); Process.Receive<DownMessage>(r, x => x.Monitor == r);")]
    [InlineData("Ref r = Process.MakeRef(); Process.TryReceive<int>(r, TimeSpan.Zero, out int x, y => y > 1);")]
    [InlineData("Process.Spawn(() => Process.Receive());")]
    [InlineData("void Wait() => Process.[|Receive|](); Wait();")]
    [InlineData("new Lazy<object?>(() => Process.[|Receive|]()).Value!.ToString();")]
    public async Task Receiving(string statement)
    {
        Diagnostic[] found = await Snippet.Check(new ServerCallbacks(), $$"""
            sealed class Waiter : GenServer
            {
                protected override Next HandleInfo(object? message) { {{statement}} return Next.Wait; }
            }
            """);
        Assert.All(found, static item => Assert.Equal(ServerCallbacks.ReceiveId, item.Id));
        Assert.All(found, static item => Assert.Contains("HandleInfo", item.GetMessage(null)));
    }

    /// <summary>A bare server may wait for a certain message (Server.OnMessage), and not for any.</summary>
    [Fact]
    public async Task Receiving_in_a_bare_server() => await Snippet.Check(new ServerCallbacks(), """
        sealed class Bare : Server
        {
            protected override void OnStart() => Process.Receive<int>();
            protected override void OnMessage(object? message) => Process.[|Receive|]();
        }
        """);
}
