// COSMOS002 over snippets: what is certain not to travel is reported where it is given away, and nothing else is.
using Cosmos.Build.Analyzers.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about messages, closures, states and reasons.</summary>
public sealed class UnsendableMessagesTests
{
    private const string Surroundings = """
        global using System.IO;

        sealed record Point(int X, string Name, int[] Data);
        sealed record Job(string Name, Timer Alarm);
        sealed record Order(Job Job);
        sealed record Chain(Chain? Next, Chain? Previous, int Value);
        sealed record Envelope<T>(T Content);
        record Open(string Name);
        record WithFile(string Name, FileStream File) : Open(Name);
        class Finalizable { ~Finalizable() { } }
        sealed class Derived : Finalizable { }
        struct Pair { public int A; public Thread B; }
        sealed class Endless<T> { public Endless<List<T>>? Next; }
        sealed class Hidden { private readonly WeakReference _weak = new(1); public WeakReference Weak => _weak; }
        sealed class Lazily { public Timer? Alarm; }
        unsafe struct Raw { public int* Address; }
        """;

    /// <summary>What has a finalizer, stands for threads or is an address, and whatever holds such a thing.</summary>
    [Theory]
    [InlineData("Timer x", "'x' cannot travel to another process: Timer: it calls back in this process")]
    [InlineData("Timer? x", "Timer: it calls back")]
    [InlineData("Task x", "work on a thread")]
    [InlineData("Task<int> x", "Task<int>: it stands for work on a thread")]
    [InlineData("TaskCompletionSource x", "work on a thread")]
    [InlineData("Thread x", "work on a thread")]
    [InlineData("Lock x", "threads that wait")]
    [InlineData("CancellationTokenSource x", "threads that wait")]
    [InlineData("ManualResetEvent x", "threads that wait")]
    [InlineData("System.Runtime.InteropServices.GCHandle x", "an address")]
    [InlineData("System.Runtime.DependentHandle x", "an address")]
    [InlineData("UnmanagedMemoryStream x", "an address")]
    [InlineData("System.Runtime.CompilerServices.ConditionalWeakTable<string, string> x", "by their places")]
    [InlineData("WeakReference x", "has a finalizer")]
    [InlineData("WeakReference<string> x", "has a finalizer")]
    [InlineData("FileStream x", "has a finalizer")]
    [InlineData("System.Net.Sockets.Socket x", "has a finalizer")]
    [InlineData("System.Net.Sockets.TcpClient x", "has a finalizer")]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle x", "has a finalizer")]
    [InlineData("System.Timers.Timer x", "has a finalizer")]
    [InlineData("Finalizable x", "Finalizable: it has a finalizer")]
    [InlineData("Derived x", "Derived: it has a finalizer")]
    [InlineData("Job x", "Job.Alarm is Timer: it calls back")]
    [InlineData("Order x", "Order.Job is Job.Alarm is Timer")]
    [InlineData("WithFile x", "WithFile.File is FileStream")]
    [InlineData("Hidden x", "Hidden._weak is WeakReference")]
    [InlineData("Lazily x", "Lazily.Alarm is Timer")]
    [InlineData("Pair x", "Pair.B is Thread")]
    [InlineData("Pair? x", "Pair.B is Thread")]
    [InlineData("Raw x", "Raw.Address is int* is an address")]
    [InlineData("Job[] x", "Job.Alarm is Timer")]
    [InlineData("Timer[][,] x", "Timer: ")]
    [InlineData("List<Task> x", "Task: ")]
    [InlineData("Dictionary<string, List<Job>> x", "Job.Alarm is Timer")]
    [InlineData("(int, Job) x", "Job.Alarm is Timer")]
    [InlineData("(int Count, (string, Thread) More) x", "Thread: ")]
    [InlineData("Envelope<Job> x", "Envelope<Job>.Content is Job.Alarm is Timer")]
    [InlineData("Endless<Timer[]> x, Job y", "Job.Alarm is Timer", "y")]
    public async Task Refused(string declared, string reason, string given = "x")
    {
        Diagnostic[] found = await Check(
            $"static class C {{ static void M({declared}) => Process.Send(\"a\", [|{given}|]); }}");
        Diagnostic error = Assert.Single(found);
        Assert.Equal(UnsendableMessages.Id, error.Id);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Contains(reason, error.GetMessage(null));
    }

    /// <summary>What travels, and what nobody can know.</summary>
    [Theory]
    [InlineData("int x")]
    [InlineData("string? x")]
    [InlineData("Type x")]
    [InlineData("object? x")]
    [InlineData("dynamic x")]
    [InlineData("IDisposable x")]
    [InlineData("IEnumerable<Task> x")]
    [InlineData("Stream x")]
    [InlineData("MemoryStream x")]
    [InlineData("Action x")]
    [InlineData("Func<Task> x")]
    [InlineData("Exception x")]
    [InlineData("Point x")]
    [InlineData("Open x")]
    [InlineData("Chain x")]
    [InlineData("Endless<int> x")]
    [InlineData("Envelope<object> x")]
    [InlineData("List<Dictionary<string, Point>> x")]
    [InlineData("(Pid, Ref, Atom, TimeSpan, DateTime, Guid) x")]
    [InlineData("Binary x")]
    [InlineData("ExitReason x")]
    [InlineData("nint x")]
    [InlineData("CancellationToken x")]
    [InlineData("Lazy<int> x")]
    public async Task Allowed(string declared) =>
        await Check($"static class C {{ static void M({declared}) => Process.Send(\"a\", x); }}");

    /// <summary>Every way in which something is copied to another process.</summary>
    [Theory]
    [InlineData("Process.SendPriority(default, [|x|]);")]
    [InlineData("Process.SendAfter(TimeSpan.Zero, \"a\", [|x|]);")]
    [InlineData("Process.StartTimer(TimeSpan.Zero, message: [|x|], to: \"a\");")]
    [InlineData("Process.Exit(new ExitReason(\"bad\", [|x|]));")]
    [InlineData("Process.Exit(ExitReason.Of(\"bad\", [|x|]));")]
    [InlineData("Process.Spawn(() => Use([|x|]));")]
    [InlineData("Process.SpawnLink(() => Use([|x|]));")]
    [InlineData("Process.SpawnMonitor(() => { Use([|x|]); Use(x); });")]
    [InlineData("Process.SpawnRequest(delegate { Use([|x|]); });")]
    [InlineData("ProcLib.Spawn(() => Use([|x|]));")]
    [InlineData("ProcLib.StartLink(() => Use([|x|]));")]
    [InlineData("ProcLib.InitAck([|x|]);")]
    [InlineData("new From<Job>().Reply([|x|]);")]
    [InlineData("_ = CallResult.Reply([|x|]);")]
    [InlineData("Sys.ReplaceState(\"a\", state => [|x|]);")]
    [InlineData("Sys.Install(\"a\", 1, (state, _) => state, [|x|]);")]
    public async Task Everywhere(string statement) =>
        await Check($"static class C {{ static void M(Job x) {{ {statement} }} static void Use(object y) {{ }} }}");

    /// <summary>The type that the author wrote counts, not the one it is converted to on the way.</summary>
    [Theory]
    [InlineData("Process.Send(\"a\", (object)[|x|]);")]
    [InlineData("Process.Send(\"a\", ([|x|]));")]
    [InlineData("Process.Send(\"a\", y > 0 ? (object)y : [|x|]);")]
    [InlineData("Process.Send(\"a\", (object?)z ?? [|x|]);")]
    [InlineData("Process.Send(\"a\", y switch { 0 => null, 1 => [|x|], _ => (object)y });")]
    [InlineData("Process.Send(\"a\", new object[] { y, [|x|] });")]
    [InlineData("Process.Send(\"a\", [|new[] { x }|]);")]
    [InlineData("Process.Send(\"a\", [|(y, x)|]);")]
    [InlineData("Process.Send(\"a\", [|new { y, x }|]);")]
    [InlineData("Process.Send(\"a\", [|new Order(x)|]);")]
    public async Task Seen_through(string statement) => await Check(
        $"static class C {{ static void M(Job x, int y, string? z) {{ {statement} }} }}");

    /// <summary>A record of another project is seen through, though its assembly shows no private fields.</summary>
    [Fact]
    public async Task Records_of_other_projects()
    {
        using MemoryStream file = new();
        CSharpCompilationOf("public sealed record Far(int X, System.Threading.Timer Alarm);").Emit(
            file, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false));
        Compilation near = Snippet.Compile("static class C { static void M(Far x) => Process.Send(\"a\", x); }")
            .AddReferences(MetadataReference.CreateFromImage(file.ToArray()));
        Assert.DoesNotContain(near.GetDiagnostics(), static item => item.Severity == DiagnosticSeverity.Error);
        Diagnostic error = Assert.Single(await Snippet.Run(new UnsendableMessages(), near));
        Assert.Contains("Far.Alarm is Timer", error.GetMessage(null));

        static Compilation CSharpCompilationOf(string text) =>
            Snippet.Compile(text).WithAssemblyName("Far");
    }

    /// <summary>Of a type parameter is known what its constraints say.</summary>
    [Fact]
    public async Task Type_parameters() => await Check("""
        static class C
        {
            static void Any<T>(T x) => Process.Send("a", x);
            static void Some<T>(T x) where T : Open => Process.Send("a", x);
            static void Task<T>(T x) where T : Task => Process.Send("a", [|x|]);
            static void Job<T>(Envelope<T> x) where T : WithFile => Process.Send("a", [|x|]);
        }
        """);

    /// <summary>A server's state is copied when it starts; what may be null is null then.</summary>
    [Fact]
    public async Task States() => await Check("""
        sealed class Early : GenServer { private Timer? _alarm; public Timer? Alarm => _alarm ??= null; }
        sealed class Late(Timer alarm) : GenServer { public Timer Alarm => alarm; }
        sealed class Bare : Server
        {
            private readonly Lock _lock = new();
            protected override void OnMessage(object? message) { lock (_lock) { } }
        }

        static class C
        {
            static void M(Timer alarm)
            {
                GenServer.StartLink(new Early());
                GenServer.StartLink([|new Late(alarm)|]);
                GenServer.Start<Late>([|new(alarm)|]);
                Process.Spawn([|new Bare()|]);
            }
        }
        """);

    /// <summary>So is a handler, when it is added to an event manager.</summary>
    [Fact]
    public async Task Handlers() => await Check("""
        sealed class Early : GenEventHandler<Job?>
        {
            private Timer? _alarm;
            protected override HandlerNext<Job?> HandleEvent(Job? item) { _alarm ??= null; return default; }
        }

        sealed class Late(Timer alarm) : GenEventHandler<Job?>
        {
            protected override HandlerNext<Job?> HandleEvent(Job? item) { alarm.Dispose(); return default; }
        }

        static class C
        {
            static void M(ServerRef<GenEvent<Job?>> manager, Timer alarm, Job job)
            {
                manager.AddHandler(new Early());
                manager.AddHandler([|new Late(alarm)|], id: [|alarm|]);
                manager.Notify([|job|]);
                manager.Notify(null);
            }
        }
        """);

    /// <summary>Requests and answers say what they are where they are declared.</summary>
    [Fact]
    public async Task Requests() => await Check("""
        sealed class Counter : GenServer, IHandleCall<Good, int>, IHandleCall<Bad, int>, IHandleCall<Waiting, Task>,
            IHandleCast<Told>
        {
            public CallResult<int> HandleCall(Good request, From<int> from) => 1;
            public CallResult<int> HandleCall(Bad request, From<int> from) => 1;
            public CallResult<Task> HandleCall(Waiting request, From<Task> from) => CallResult.NoReply;
            public Next HandleCast(Told message) => Next.Wait;
        }

        sealed record Good(int X) : ICall<Counter, Good, int>;
        sealed record [|Bad|](Timer X) : ICall<Counter, Bad, int>;
        sealed record [|Waiting|] : ICall<Counter, Waiting, Task>;
        sealed record [|Told|](Job Job) : ICast<Counter, Told>;
        """);

    /// <summary>A program's own interface can be marked, and so can its parameters.</summary>
    [Fact]
    public async Task Own_marks() => await Check("""
        [Travels] interface IWire;
        sealed record Good(int X) : IWire;
        partial record struct [|Bad|](int Y) : IWire;
        partial record struct Bad { public Timer Alarm { get; init; } }
        static class Client
        {
            static void Tell<T>([Travels] T what) => Process.Send("a", what);
            static void M(Job x) { Tell(1); Tell([|x|]); Tell<object>([|x|]); }
        }
        """);

    /// <summary>The rule yields to an author who knows better, at the place.</summary>
    [Fact]
    public async Task It_can_be_switched_off_at_the_place() => await Check("""
        static class C
        {
            static void M(Timer? x)
            {
        #pragma warning disable COSMOS002 // It is null here.
                Process.Send("a", x);
        #pragma warning restore COSMOS002
            }
        }
        """);

    private static Task<Diagnostic[]> Check(string source) =>
        Snippet.Check(new UnsendableMessages(), source, Surroundings);
}
