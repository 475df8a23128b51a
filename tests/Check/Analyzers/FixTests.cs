// What the fixes make of a snippet, and where they rightly offer nothing.
using Cosmos.Build.Analyzers.Exceptions;
using Cosmos.Build.Analyzers.Memory;
using Cosmos.Build.Analyzers.Messages;
using Cosmos.Build.Analyzers.Statics;
using Cosmos.Build.Analyzers.Threads;
using Cosmos.Build.CodeFixes.Exceptions;
using Cosmos.Build.CodeFixes.Memory;
using Cosmos.Build.CodeFixes.Messages;
using Cosmos.Build.CodeFixes.Statics;
using Cosmos.Build.CodeFixes.Threads;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about fixes.</summary>
public sealed class FixTests
{
    private static readonly Mending s_catches = new(new SwallowedExceptions(), new CatchFixes());
    private static readonly Mending s_memory = new(new UnsafeCode(), new UnsafeFixes());
    private static readonly Mending s_messages = new(new UnsendableMessages(), new CaptureFix());
    private static readonly Mending s_statics = new(new MutableStatics(), new StaticFixes());
    private static readonly Mending s_threads = new(new ThreadUse(), new ThreadFixes());

    /// <summary>The statements of the try take its place.</summary>
    [Fact]
    public async Task A_try_goes() => await s_catches.Check(
        CatchFixes.LetItCrash,
        """
        class C
        {
            void M()
            {
                // Why it is done.
                try
                {
                    Console.WriteLine(1);
                    Console.WriteLine(2);
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                // Why it is done.
                Console.WriteLine(1);
                Console.WriteLine(2);
            }
        }
        """);

    /// <summary>Variables keep their braces, because a name could be taken outside.</summary>
    [Fact]
    public async Task A_try_with_variables_goes() => await s_catches.Check(
        CatchFixes.LetItCrash,
        """
        class C
        {
            void M()
            {
                try
                {
                    int x = 1;
                    Console.WriteLine(x);
                }
                catch
                {
                }
                for (int x = 0; x < 1; x++) { }
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                {
                    int x = 1;
                    Console.WriteLine(x);
                }
                for (int x = 0; x < 1; x++) { }
            }
        }
        """);

    /// <summary>Other clauses stay.</summary>
    [Fact]
    public async Task A_catch_goes()
    {
        await s_catches.Check(
            CatchFixes.LetItCrash,
            """
            class C
            {
                int M(string x)
                {
                    try
                    {
                        return int.Parse(x);
                    }
                    catch (FormatException)
                    {
                        return 1;
                    }
                    catch (Exception)
                    {
                        return 2;
                    }
                }
            }
            """,
            """
            class C
            {
                int M(string x)
                {
                    try
                    {
                        return int.Parse(x);
                    }
                    catch (FormatException)
                    {
                        return 1;
                    }
                }
            }
            """);
        await s_catches.Check(
            CatchFixes.LetItCrash,
            "class C { void M() { try { } catch { } finally { Console.WriteLine(); } } }",
            "class C { void M() { try { } finally { Console.WriteLine(); } } }");
    }

    /// <summary>What the catch does is done, and the exception goes on.</summary>
    [Fact]
    public async Task A_catch_throws_on() => await s_catches.Check(
        CatchFixes.Rethrow,
        """
        class C
        {
            Action _a = () =>
            {
                try { }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            };
        }
        """,
        """
        class C
        {
            Action _a = () =>
            {
                try { }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    throw;
                }
            };
        }
        """);

    /// <summary>A catch that answers has another meaning than one that throws.</summary>
    [Fact]
    public async Task A_catch_that_returns_does_not_throw_on() => Assert.Equal(
        [CatchFixes.LetItCrash],
        await s_catches.Titles("class C { int M() { try { return 1; } catch { return 2; } } }"));

    /// <summary>Threads and tasks that nobody looks at again become processes.</summary>
    [Theory]
    [InlineData("Task.Run(() => F(1));", "Process.Spawn(() => F(1));")]
    [InlineData("_ = Task.Run(() => { F(1); });", "Process.Spawn(() => { F(1); });")]
    [InlineData("Task.Run(G);", "Process.Spawn(G);")]
    [InlineData("Task.Factory.StartNew(() => F(1)); // Go.", "Process.Spawn(() => F(1)); // Go.")]
    [InlineData("new Thread(() => F(1)).Start();", "Process.Spawn(() => F(1));")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => F(1));", "Process.Spawn(() => F(1));")]
    [InlineData("ThreadPool.QueueUserWorkItem(state => { F(1); });", "Process.Spawn(() => { F(1); });")]
    public async Task Processes(string statement, string mended) =>
        await s_threads.Check(ThreadFixes.Spawn, Statement(statement), Statement(mended));

    /// <summary>
    /// Where the file does not know the runtime, or another Process is nearer, the full name is written.
    /// </summary>
    [Fact]
    public async Task Processes_by_their_full_name() => await s_threads.Check(
        ThreadFixes.Spawn,
        "class Process { void M() { Task.Run(() => Console.WriteLine()); } }",
        "class Process { void M() { Cosmos.Runtime.Process.Spawn(() => Console.WriteLine()); } }");

    /// <summary>What gives its turn away.</summary>
    [Theory]
    [InlineData("Thread.Yield();")]
    [InlineData("Thread.Sleep(0);")]
    public async Task Yielding(string statement) =>
        await s_threads.Check(ThreadFixes.Yield, Statement(statement), Statement("Process.Yield();"));

    /// <summary>A query in order has the same result.</summary>
    [Fact]
    public async Task In_order() => await s_threads.Check(
        ThreadFixes.InOrder,
        Statement("int n = new[] { 1 }.AsParallel().Where(x => x > 0).Count();"),
        Statement("int n = new[] { 1 }.Where(x => x > 0).Count();"));

    /// <summary>A lock that keeps nobody out goes.</summary>
    [Fact]
    public async Task Locks()
    {
        await s_threads.Check(
            ThreadFixes.Unlock,
            Statement("""
                lock (typeof(C))
                        {
                            F(1);
                            F(2);
                        }
                """),
            Statement("""
                F(1);
                        F(2);
                """));
        await s_threads.Check(
            ThreadFixes.Unlock, Statement("lock (typeof(C)) F(1);"), Statement("F(1);"));
    }

    /// <summary>What waits for a result, or is more than a start, is not mechanical.</summary>
    [Theory]
    [InlineData("Task<int> x = Task.Run(() => F(1));")]
    [InlineData("Task.Run(() => F(1)).Wait();")]
    [InlineData("Task.Run(async () => { });")]
    [InlineData("Task.Run(() => { return F(1); });")]
    [InlineData("new Thread(() => F(1)) { Name = \"a\" }.Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(state => F(state!.GetHashCode()));")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("new[] { 1 }.AsParallel().ForAll(x => F(x));")]
    [InlineData("Thread x = new(() => F(1)); x.Start();")]
    public async Task No_fix(string statement) => Assert.Empty(
        await s_threads.Titles("#pragma warning disable CS1998, CS4014\n" + Statement(statement)));

    /// <summary>Raw memory with a safe twin.</summary>
    [Theory]
    [InlineData("Unsafe.As<string>(o).Length", "((string)o).Length")]
    [InlineData("Unsafe.As<string>(o ?? \"\").Length", "((string)(o ?? \"\")).Length")]
    [InlineData("MemoryMarshal.Read<int>(b)", "BinaryPrimitives.ReadInt32LittleEndian(b)")]
    [InlineData("(int)MemoryMarshal.Read<ulong>(b[1..])", "(int)BinaryPrimitives.ReadUInt64LittleEndian(b[1..])")]
    public async Task Memory(string expression, string mended) => await s_memory.Check(
        expression[0] == 'U' ? UnsafeFixes.Cast : UnsafeFixes.Primitives, Expression(expression), Expression(mended));

    /// <summary>Raw memory without one.</summary>
    [Theory]
    [InlineData("MemoryMarshal.Read<Guid>(b).GetHashCode()")]
    [InlineData("MemoryMarshal.Cast<byte, int>(b)[0]")]
    [InlineData("Unsafe.SizeOf<Guid>()")]
    public async Task No_twin(string expression) => Assert.Empty(await s_memory.Titles(Expression(expression)));

    /// <summary>The values of fields go along, and not the object.</summary>
    [Fact]
    public async Task Values() => await s_messages.Check(
        CaptureFix.Values,
        """
        class C(Timer timer)
        {
            private int _count = 1;
            public string Name { get; } = "a";
            public Timer Timer => timer;

            void M(int count)
            {
                // Why.
                Process.Spawn(() => Console.WriteLine(_count + this.Name + count + _count));
            }
        }
        """,
        """
        class C(Timer timer)
        {
            private int _count = 1;
            public string Name { get; } = "a";
            public Timer Timer => timer;

            void M(int count)
            {
                // Why.
                var countValue = _count;
                var name = Name;
                Process.Spawn(() => Console.WriteLine(countValue + name + count + countValue));
            }
        }
        """);

    /// <summary>A lambda that calls the object, changes it, or wants the very thing that cannot travel.</summary>
    [Theory]
    [InlineData("F()")]
    [InlineData("_count++")]
    [InlineData("_timer.Dispose()")]
    [InlineData("Console.WriteLine(this)")]
    public async Task No_values(string body) => Assert.Empty(await s_messages.Titles($$"""
        class C
        {
            private readonly Timer _timer = new(_ => { });
            private int _count = 1;
            void F() { }
            void M() { Process.Spawn(() => {{body}}); }
        }
        """));

    /// <summary>Constants in disguise.</summary>
    [Theory]
    [InlineData(StaticFixes.Readonly, "private static int s_x = 1;", "private static readonly int s_x = 1;")]
    [InlineData(StaticFixes.Readonly, "static string? s_x;", "static readonly string? s_x;")]
    [InlineData(
        StaticFixes.Immutable,
        "private static readonly int[] s_x = [1, 2];",
        "private static readonly ImmutableArray<int> s_x = [1, 2];")]
    [InlineData(
        StaticFixes.Immutable,
        "static readonly string?[] s_x = new[] { null, \"a\" };",
        "static readonly ImmutableArray<string?> s_x = [null, \"a\"];")]
    [InlineData(
        StaticFixes.Immutable,
        "public static (int, string)[] X { get; } = new (int, string)[] { (1, \"a\"), };",
        "public static ImmutableArray<(int, string)> X { get; } = [(1, \"a\"),];")]
    public async Task Constants(string title, string member, string mended) =>
        await s_statics.Check(title, Static(member), Static(mended));

    /// <summary>Statics that are state.</summary>
    [Theory]
    [InlineData("static int s_x; void M() => s_x = 1;")]
    [InlineData("static int s_x; void M() => C.s_x++;")]
    [InlineData("static int s_x; void M() => Interlocked.Increment(ref s_x);")]
    [InlineData("internal static int X;")]
    [InlineData("static List<int> s_x = [];")]
    [InlineData("[ThreadStatic] static int t_x;")]
    [InlineData("static readonly int[] s_x = Make(); static int[] Make() => [1];")]
    public async Task No_constants(string member) => Assert.Empty(await s_statics.Titles(Static(member)));

    private static string Statement(string statement) => $$"""
        class C
        {
            void M()
            {
                {{statement}}
            }

            static int F(int x) => x;
            static void G() { }
        }
        """;

    private static string Expression(string expression) => $$"""
        using System.Buffers.Binary;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        class C { int M(object? o, byte[] b) => {{expression}}; }
        """;

    private static string Static(string member) =>
        $"using System.Collections.Immutable;\npartial class C {{ {member} }}";
}
