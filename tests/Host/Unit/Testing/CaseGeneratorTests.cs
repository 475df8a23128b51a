using Cosmos.Testing;
using Cosmos.Testing.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cosmos.Tests.Host.Unit.Testing;

/// <summary>Claims about the generator: sound cases are in the table, all others are errors with an id.</summary>
public sealed class CaseGeneratorTests
{
    /// <summary>
    /// Facts and crashes of nested, static and disposable classes get into the table, and it compiles.
    /// </summary>
    [Fact]
    public void Sound_cases_are_in_the_table()
    {
        GeneratorDriverRunResult result = Generate("""
            namespace Root.Room;
            public class Cases : System.IDisposable
            {
                [Fact] public void B() { }
                [Fact] public void @class() { }
                [Crash("last \"words\"")] public void A() { }
                public void Dispose() { }
                public static class Inner { [Fact] public static void C() { } }
            }
            """);
        string table = Assert.Single(result.GeneratedTrees).ToString();
        Assert.Empty(result.Diagnostics);
        Assert.Contains("""DeclaredCase("Room.Cases.A", "last \"words\"")""", table, StringComparison.Ordinal);
        Assert.Contains("""new("Room.Cases.B", Case1, null)""", table, StringComparison.Ordinal);
        Assert.Contains("""new("Room.Cases.Inner.C", Case2, null)""", table, StringComparison.Ordinal);
        Assert.Contains("""new("Room.Cases.class", Case3, null)""", table, StringComparison.Ordinal);
    }

    /// <summary>An assembly without cases has a table all the same, an empty one.</summary>
    [Fact]
    public void No_cases_make_an_empty_table() =>
        Assert.Contains("CaseTable", Assert.Single(Generate("").GeneratedTrees).ToString(), StringComparison.Ordinal);

    /// <summary>A method that cannot be run as a case is an error that says why.</summary>
    [Theory]
    [InlineData("COSMOST001", "it is not public", "public class C { [Fact] void M() { } }")]
    [InlineData("COSMOST001", "it has parameters", "public class C { [Fact] public void M(int x) { } }")]
    [InlineData("COSMOST001", "it does not return void", "public class C { [Fact] public int M() => 1; }")]
    [InlineData("COSMOST001", "it is generic", "public class C { [Fact] public void M<T>() { } }")]
    [InlineData("COSMOST001", "it is async", "public class C { [Fact] public async void M() { await null!; } }")]
    [InlineData("COSMOST002", "C is not public", "class C { [Fact] public void M() { } }")]
    [InlineData("COSMOST002", "Outer is not public", "class Outer { public class C { [Fact] public void M() { } } }")]
    [InlineData("COSMOST002", "C is generic", "public class C<T> { [Fact] public void M() { } }")]
    [InlineData("COSMOST002", "C is abstract", "public abstract class C { [Fact] public void M() { } }")]
    [InlineData("COSMOST002", "parameterless", "public class C(int x) { int y = x; [Fact] public void M() { } }")]
    [InlineData("COSMOST002", "C is not a class", "public struct C { [Fact] public void M() { } }")]
    [InlineData("COSMOST003", "C.M", "namespace Root { public class C { [Fact] public void M() { } } }"
        + "public class C { [Fact] public void M() { } }")]
    [InlineData("COSMOST004", "both", "public class C { [Fact, Crash(\"x\")] public void M() { } }")]
    [InlineData("COSMOST005", "any death", "public class C { [Crash(\"\")] public void M() { } }")]
    public void An_unsound_case_is_an_error(string id, string reason, string source)
    {
        Diagnostic[] found = [.. Generate(source).Diagnostics];
        Assert.NotEmpty(found);
        Assert.All(found, item => Assert.Equal(id, item.Id));
        Assert.Contains(reason, found[0].GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Error, found[0].Severity);
        Assert.True(found[0].Location.GetLineSpan().IsValid);
    }

    /// <summary>
    /// An edit that leaves the cases alone rewrites nothing: the models of both compilations are equal.
    /// </summary>
    [Fact]
    public void An_edit_elsewhere_writes_nothing_again()
    {
        const string Source = "public class C { [Fact] public void M() { } }";
        CSharpCompilation first = Compile(Source);
        GeneratorDriver driver = Driver().RunGenerators(first);
        driver = driver.RunGenerators(first.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere;")));
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.All(
            result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static GeneratorDriverRunResult Generate(string source)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            Compile(source), out Compilation compiled, out _);
        GeneratorDriverRunResult result = driver.GetRunResult();
        if (result.Diagnostics.IsEmpty)
        {
            Assert.DoesNotContain(compiled.GetDiagnostics(), static item => item.Severity == DiagnosticSeverity.Error);
        }

        return result;
    }

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new CaseGenerator().AsSourceGenerator()],
        driverOptions: new GeneratorDriverOptions(
            IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    // The test's own references are the reference assemblies: whatever this process has loaded as its framework.
    private static CSharpCompilation Compile(string source)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references =
        [
            typeof(object).Assembly.Location,
            Path.Combine(framework, "System.Runtime.dll"),
            typeof(TestCase).Assembly.Location,
        ];
        SyntaxTree usings = CSharpSyntaxTree.ParseText("global using Cosmos.Testing;");
        return CSharpCompilation.Create(
            "Root",
            [usings, CSharpSyntaxTree.ParseText(source, path: "Cases.cs")],
            references.Select(static file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }
}
