// What goes along with a lambda. The analyzer's answer is compared with what the compiler makes of the same text: the
// snippet is compiled and run, and the fields of the closure that it hands out are counted.
using System.Reflection;
using Cosmos.Build.Analyzers.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about captured variables.</summary>
public sealed class ClosureTests
{
    /// <summary>
    /// Bodies of a method with the parameter p, the field _f and a sink; the lambda in question goes to Take.
    /// </summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "nothing", "Take(() => 1);" },
        { "one local", "int a = 1, b = 2; Take(() => a);" },
        { "a parameter", "Take(() => p);" },
        { "this", "int a = 1; Take(() => _f);" },
        { "this and a local", "int a = 1; Take(() => a + _f);" },
        { "this by a method", "Take(() => Number());" },
        { "the neighbour's local", "int a = 1, b = 2; Other(() => b); Take(() => a);" },
        { "the neighbour's parameter", "int a = 1; Other(() => p); Take(() => a);" },
        { "the neighbour's parameter, joined", "int a = 1; Other(() => p + a); Take(() => a);" },
        { "the neighbour's this", "int a = 1; Other(() => a + _f); Take(() => a);" },
        { "this alone, neighbours with locals", "int a = 1; Other(() => a); Take(() => _f);" },
        { "an inner block alone", "int a = 1; { int b = 2; Other(() => a); Take(() => b); }" },
        { "an inner block with a chain", "int a = 1; { int b = 2; Other(() => a + b); Take(() => b); }" },
        { "an outer block", "int a = 1; { int b = 2; Other(() => a + b); } Take(() => a);" },
        {
            "a chain over a block in between",
            "int a = 1; { int b = 2; { int c = 3; Other(() => a + c); Other(() => b); Take(() => c); } }"
        },
        {
            "a chain past a block without captures",
            "int a = 1; { int b = 2; { int c = 3; Other(() => a + c); Take(() => c); b++; } }"
        },
        { "a loop", "foreach (int a in new[] { 1 }) { int b = 2; Other(() => a + b); Take(() => b); }" },
        { "a loop's variable", "for (int a = 0; a < 1; a++) { int b = 2; Other(() => a); Take(() => b); }" },
        { "a nested lambda", "int a = 1, b = 2; Take(() => { Func<int> f = () => a; return f(); }); Other(() => b);" },
        { "a lambda's own", "int a = 1; Take(() => { int b = 2; Other(() => b); return a; });" },
        { "a local function", "int a = 1, b = 2; int F() => a; Take(F); Other(() => b);" },
        { "a called local function", "int a = 1, b = 2; int F() => a; Take(() => F() + b);" },
        {
            "functions in a circle",
            "int a = 1, b = 2; int F(int n) => n > 0 ? G(n - 1) : a; int G(int n) => F(n) + b; Take(() => F(1));"
        },
        { "a called local function of the neighbour", "int a = 1, b = 2; int F() => b; F(); Take(() => a);" },
        {
            "a called local function over two blocks",
            "int a = 1; { int b = 2; int F() => a + b; F(); Take(() => b); }"
        },
        { "this alone, a called local function with a local", "int a = 1; int F() => a; F(); Take(() => _f);" },
        { "this in an inner block", "{ int b = 2; Other(() => b + _f); Take(() => b); }" },
        { "this alone in an inner block", "{ int b = 2; Other(() => b + _f); Take(() => _f); }" },
        { "a nested lambda's neighbour", "int a = 1; Take(() => { int b = 2; Other(() => a + b); return 1; });" },
        { "a lambda in a lambda", "int a = 1; Action f = () => { int b = 2; Other(() => a); Take(() => b); }; f();" },
        { "a local function's parameter", "int a = 1; void F(int b) { Other(() => b + a); Take(() => b); } F(1);" },
        { "a constant", "const int A = 1; int b = 2; Take(() => A + b);" },
        { "a pattern variable", "if (p is var a) { Take(() => a); } Other(() => p);" },
        { "an out variable", "int.TryParse(\"1\", out int a); Take(() => a);" },
        {
            "a caught exception",
            "try { throw new(); } catch (Exception e) { int a = 1; Other(() => e.HResult + a); Take(() => a); }"
        },
        { "a using", "using (MemoryStream a = new()) { int b = 1; Other(() => (int)a.Length); Take(() => b); }" },
        {
            "a switch",
            "switch (p) { case 0: int a = 1; Other(() => a); break; default: int b = 2; a = 3; Take(() => b); break; }"
        },
        {
            "a query",
            "int a = 1, b = 2; Other(() => b); Take(() => (from x in new[] { 1 } where x == a select x).Count());"
        },
    };

    /// <summary>The analyzer names exactly the variables that are in the closure the compiler makes.</summary>
    [Theory]
    [MemberData(nameof(Bodies))]
    public void As_the_compiler_does_it(string name, string body)
    {
        CSharpCompilation compilation = Snippet.Compile($$"""
            using System.IO;
            public sealed class C
            {
                private int _f = 1;
                public Delegate? Taken;
                public void Run(int p)
                {
                    {{body}}
                }
                private int Number() => _f;
                private void Take(Func<int> f) => Taken = f;
                private static void Other(Func<int> f) { }
            }
            """);
        using MemoryStream file = new();
        Assert.True(compilation.Emit(file).Success, name);
        Type type = Assembly.Load(file.ToArray()).GetType("C")!;
        object instance = Activator.CreateInstance(type)!;
        type.GetMethod("Run")!.Invoke(instance, [1]);
        var made = (Delegate)type.GetField("Taken")!.GetValue(instance)!;
        Assert.Equal(FieldsOf(made.Target!, type), TakenIn(compilation));
    }

    private static IEnumerable<string> TakenIn(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[1];
        SemanticModel model = compilation.GetSemanticModel(tree);
        SyntaxNode method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .First(static item => item.Identifier.Text == "Run");
        IOperation target = model.GetOperation(method)!.Descendants().OfType<IInvocationOperation>()
            .Single(static call => call.TargetMethod.Name == "Take").Arguments[0].Value;
        IOperation function = ((IDelegateCreationOperation)target).Target;
        Captures captures = Captures.Around(function);
        IOperation body = function is IMethodReferenceOperation named ? captures.Find(named.Method)! : function;
        return captures.TakenBy(body).Select(static item => item is ITypeSymbol ? "this" : item.Name).Order();
    }

    // Fields of closures, through the references between them.
    private static IEnumerable<string> FieldsOf(object target, Type user)
    {
        SortedSet<string> names = [];
        HashSet<object> seen = [];
        Stack<object> open = new([target]);
        while (open.TryPop(out object? item))
        {
            if (item.GetType() == user)
            {
                names.Add("this");
                continue;
            }

            foreach (FieldInfo field in item.GetType().GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (!field.Name.StartsWith("CS$<>", StringComparison.Ordinal)
                    && !field.Name.StartsWith("<>", StringComparison.Ordinal))
                {
                    names.Add(field.Name);
                }
                else if (field.FieldType.Name[0] == '<' || field.FieldType == user)
                {
                    if (field.GetValue(item) is { } next && seen.Add(next))
                        open.Push(next);
                }
            }
        }

        return names;
    }

    /// <summary>What a report about a closure says, and where.</summary>
    [Fact]
    public async Task Reports()
    {
        Diagnostic[] found = await Snippet.Check(new UnsendableMessages(), """
            sealed class Clock(Timer alarm)
            {
                private readonly int _period = 5;
                private Timer? _spare;

                public void Start()
                {
                    Process.Spawn(() => Console.WriteLine([|_period|]));
                    Process.Spawn([|Tick|]);
                    Process.Spawn(static () => Console.WriteLine(1));
                }

                public static void Start(string name, Task work)
                {
                    Action wait = work.Wait;
                    Process.Spawn([|() =>|] Console.WriteLine(name));
                    Action other = () => Console.WriteLine(name + work);
                    Process.Spawn([|work|].Wait);
                }

                public void Spare() => _spare?.Dispose();
                private void Tick() => alarm.Dispose();
            }

            static class Free
            {
                static void M(Timer alarm)
                {
                    void Body() => Console.WriteLine([|alarm|]);
                    Process.Spawn(Body);
                }

                static void N(Timer alarm)
                {
                    void Body() => Console.WriteLine(alarm);
                    Body();
                    int[] numbers = [1];
                    Process.Spawn([|() =>|]
                    {
                        foreach (int i in numbers) { Process.Spawn(() => Console.WriteLine(i)); }
                    });
                }
            }
            """);
        Assert.Contains("'this', which the lambda captures, cannot travel", found[0].GetMessage(null));
        Assert.Contains("Clock.alarm is Timer", found[0].GetMessage(null));
        Assert.Contains("'this', which the delegate takes along", found[1].GetMessage(null));
        Assert.Contains("'work', which goes along because another lambda", found[2].GetMessage(null));
        Assert.Contains("'work', which the delegate takes along", found[3].GetMessage(null));
        Assert.Contains("'alarm', which the lambda captures", found[4].GetMessage(null));
        Assert.Contains("'alarm', which goes along", found[5].GetMessage(null));
    }
}
