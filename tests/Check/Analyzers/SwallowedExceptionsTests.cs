// COSMOS007 over snippets: what swallows everything, what catches what it expects, and what says that it is a boundary.
using Cosmos.Build.Analyzers.Exceptions;
using Microsoft.CodeAnalysis;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about catch clauses.</summary>
public sealed class SwallowedExceptionsTests
{
    /// <summary>Catch clauses behind a try; the marked ones swallow.</summary>
    [Theory]
    [InlineData("[|catch|] { }")]
    [InlineData("[|catch (Exception)|] { }")]
    [InlineData("[|catch (Exception e)|] { Console.WriteLine(e); }")]
    [InlineData("[|catch (SystemException)|] { }")]
    [InlineData("[|catch (Exception)|] { return; }")]
    [InlineData("[|catch (Exception)|] { if (x > 0) throw; }")]
    [InlineData("[|catch (Exception)|] { if (x > 0) return; throw; }")]
    [InlineData("[|catch (Exception)|] { if (x > 0) goto End; throw; }")]
    [InlineData("[|catch (Exception)|] { try { throw; } catch (FormatException) { } }")]
    [InlineData("[|catch (Exception)|] { Action a = () => throw new Exception(); a(); }")]
    [InlineData("[|catch (Exception)|] { switch (x) { case 1: throw; } }")]
    [InlineData("[|catch (Exception)|] { Throw(); }")]
    [InlineData("[|catch (Exception)|] { for (int i = 0; i < x; i++) throw; }")]
    [InlineData("[|catch (Exception)|] when (x > 0) { }")]
    [InlineData("[|catch (Exception e)|] when (e is not FormatException) { }")]
    [InlineData("[|catch (Exception e)|] when (e is FormatException || x > 0) { }")]
    [InlineData("[|catch (Exception e)|] when (e is Exception) { }")]
    [InlineData("[|catch (Exception e)|] when (e.Message == \"a\") { }")]
    [InlineData("[|catch (Exception e)|] when (e is { Message: \"a\" }) { }")]
    [InlineData("[|catch|] when (x > 0) { }")]
    [InlineData("catch (FormatException) { } [|catch (Exception)|] { }")]
    public async Task Swallowing(string clauses)
    {
        Diagnostic[] found = await CheckClauses(clauses);
        Diagnostic error = Assert.Single(found);
        Assert.Equal(SwallowedExceptions.Id, error.Id);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Contains("by its type", error.GetMessage(null));
    }

    /// <summary>Catch clauses that name what they expect, or swallow nothing.</summary>
    [Theory]
    [InlineData("catch (FormatException) { }")]
    [InlineData("catch (ProcessExitException) { return; }")]
    [InlineData("catch (FormatException e) when (e.Message.Length > 1) { }")]
    [InlineData("catch (Exception) { throw; }")]
    [InlineData("catch { Console.WriteLine(1); throw; }")]
    [InlineData("catch (Exception e) { throw new FormatException(\"a\", e); }")]
    [InlineData("catch (Exception) { Process.Exit(\"bad\"); }")]
    [InlineData("catch (Exception) { if (x > 0) throw; else throw new Exception(); }")]
    [InlineData("catch (Exception) { if (x > 0) { Console.WriteLine(); } throw; }")]
    [InlineData("catch (Exception) { foreach (int i in new[] { 1 }) { if (i > x) break; else continue; } throw; }")]
    [InlineData("catch (Exception) { switch (x) { case 1: break; default: F(); break; } throw; void F() { return; } }")]
    [InlineData("catch (Exception) { switch (x) { case 1: throw; default: throw new Exception(); } }")]
    [InlineData("catch (Exception) { Func<int> f = () => { return 1; }; f(); throw; }")]
    [InlineData("catch (Exception) { try { Console.WriteLine(); } catch (FormatException) { } throw; }")]
    [InlineData("catch (Exception) { try { Console.WriteLine(); } finally { throw new Exception(); } }")]
    [InlineData("catch (Exception) { using (new System.IO.MemoryStream()) { throw; } }")]
    [InlineData("catch (Exception e) when (e is FormatException) { }")]
    [InlineData("catch (Exception e) when (e is FormatException or OverflowException { HResult: 1 }) { }")]
    [InlineData("catch (Exception e) when (x > 0 && (e is FormatException f || e is OverflowException)) { }")]
    [InlineData("catch (Exception e) when (e.GetType() == typeof(FormatException)) { }")]
    public async Task Expecting(string clauses) => Assert.Empty(await CheckClauses(clauses));

    /// <summary>In lambdas, local functions, accessors, generic and partial types it is the same.</summary>
    [Fact]
    public async Task Everywhere() => await Check("""
        partial class C<T> where T : Exception
        {
            Action _a = () => { try { } [|catch|] { } };
            int P { get { try { return 1; } [|catch (Exception)|] { return 2; } } }
            C() { try { } [|catch|] { } }
            void M() { F(); void F() { try { } [|catch|] { } } }
            bool Expect(Action a) { try { a(); return true; } catch (T) { return false; } }
        }

        partial class C<T> { ~C() { try { } [|catch|] { } } }
        """);

    /// <summary>A boundary is marked, and the mark says why; it covers what stands in the member.</summary>
    [Fact]
    public async Task Boundaries()
    {
        Diagnostic[] found = await Check("""
            class C
            {
                [ProcessBoundary("runs a stranger's code")]
                void M()
                {
                    try { } catch (Exception) { }
                    Action a = () => { try { } catch { } };
                    void F() { try { } catch { } }
                }

                [ProcessBoundary("runs a stranger's code")]
                int P { get { try { return 1; } catch { return 2; } } }

                void N()
                {
                    Action a = [ProcessBoundary("runs a stranger's code")] () => { try { } catch { } };
                    [ProcessBoundary("runs a stranger's code")]
                    void F() { try { } catch { } }
                    try { } [|catch|] { }
                }

                [ProcessBoundary(" ")]
                void Silent() { try { } [|catch|] { } }
            }
            """);
        Assert.Contains("does not say why", found[1].GetMessage(null));
    }

    /// <summary>The mark is the only way: a pragma does not silence the rule.</summary>
    [Fact]
    public async Task It_cannot_be_switched_off() => await Check("""
        #pragma warning disable COSMOS007
        class C { void M() { try { } [|catch|] { } } }
        """);

    private static Task<Diagnostic[]> CheckClauses(string clauses) => Check($$"""
        #pragma warning disable CS0164, CS0162, CS7095
        class C
        {
            void M(int x)
            {
                try { Console.WriteLine(x); } {{clauses}}
                End: Console.WriteLine();
            }

            static void Throw() => throw new Exception();
        }
        """);

    private static Task<Diagnostic[]> Check(string source) => Snippet.Check(new SwallowedExceptions(), source);
}
