// What holds for all rules: each has a page that bears its title, they hold where the build says so, and what they know
// by name exists.
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Build.Analyzers;
using Cosmos.Build.Analyzers.Exceptions;
using Cosmos.Build.Analyzers.Memory;
using Cosmos.Build.Analyzers.Messages;
using Cosmos.Build.Analyzers.Servers;
using Cosmos.Build.Analyzers.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about the rules together.</summary>
public sealed class RulesTests
{
    private static readonly DiagnosticAnalyzer[] s_analyzers =
    [
        .. typeof(ProcessRule).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static IEnumerable<DiagnosticDescriptor> Rules =>
        s_analyzers.SelectMany(static item => item.SupportedDiagnostics);

    /// <summary>Numbers are given once, in order.</summary>
    [Fact]
    public void Numbers() => Assert.Equal(
        Enumerable.Range(1, 7).Select(static number => $"COSMOS{number:000}"),
        Rules.Select(static rule => rule.Id).Order());

    /// <summary>The page of a rule is where its link points, opens with its title, and is in the list.</summary>
    [Fact]
    public void Pages() => Repository.MustBeEmpty(
        from rule in Rules
        let list = Repository.Text("docs/analyzers/README.md")
        let page = Path.Combine(Repository.Root, rule.HelpLinkUri)
        let title = rule.Title.ToString(null)
        let expected = $"# {rule.Id}: {char.ToLowerInvariant(title[0])}{title[1..]}"
        where rule.HelpLinkUri != $"docs/analyzers/{rule.Id}.md"
            || !File.Exists(page)
            || File.ReadLines(page).First() != expected
            || !list.Contains($"[{rule.Id}]({rule.Id}.md)", StringComparison.Ordinal)
        select $"{rule.Id}: {expected}",
        "Each rule has a page, docs/analyzers/ID.md, that opens with its title and is listed in the README beside it.");

    /// <summary>
    /// The rules for processes hold where the build does not say no; the rule about memory holds everywhere.
    /// </summary>
    [Theory]
    [InlineData(null, 2)]
    [InlineData("true", 2)]
    [InlineData("false", 1)]
    public async Task Where_they_hold(string? property, int reports)
    {
        CSharpCompilation compilation = Snippet.Compile("""
            class C { static int s_x = System.Runtime.CompilerServices.Unsafe.SizeOf<int>(); }
            """);
        BuildProperties? options = property is null ? null : new BuildProperties(property);
        int found = 0;
        foreach (DiagnosticAnalyzer analyzer in s_analyzers)
        {
            found += (await Snippet.Run(analyzer, compilation, options)).Length;
        }

        Assert.Equal(reports, found);
    }

    /// <summary>A misspelt name would never be found.</summary>
    [Fact]
    public void Names_of_the_library()
    {
        CSharpCompilation compilation = Snippet.Compile("");
        string[] names =
        [
            .. RawMemory.Names.FullNames, .. ThreadNames.All.FullNames, .. TravelTable.Refused.Keys,
            .. TravelTable.Containers, TravelTable.Binary,
        ];

        // Of the runtime's own assembly, which projects are not compiled against.
        string[] hidden = ["System.Runtime.RuntimeExportAttribute", "System.Runtime.RuntimeImportAttribute"];
        Repository.MustBeEmpty(
            names.Except(hidden).Where(name => !Exists(compilation, name)), "A name in a table exists.");
    }

    /// <summary>What the rules call for by name is the runtime's.</summary>
    [Fact]
    public void Names_of_the_runtime()
    {
        CSharpCompilation compilation = Snippet.Compile("");
        Repository.MustBeEmpty(
            from name in new[]
            {
                UnsendableMessages.Mark, SwallowedExceptions.Boundary, RuntimeTypes.ProcessName,
                RuntimeTypes.ServerName, RuntimeTypes.BehaviourName, RuntimeTypes.ReferenceName,
                RuntimeTypes.TypedReferenceName, RuntimeTypes.SysName, RuntimeTypes.ProcLibName, RuntimeTypes.RefName,
                RuntimeTypes.HandlerName, RuntimeTypes.EventClientName,
            }
            where compilation.GetTypeByMetadataName(name) is null
            select name,
            "A type that the rules know is one of the runtime.");
        Assert.NotEmpty(compilation.GetTypeByMetadataName(RuntimeTypes.TypedReferenceName)!.GetMembers("Call"));
        Assert.NotEmpty(compilation.GetTypeByMetadataName(RuntimeTypes.ProcessName)!.GetMembers("TryReceive"));
        Assert.NotEmpty(compilation.GetTypeByMetadataName(RuntimeTypes.EventClientName)!.GetMembers("Notify"));
    }

    /// <summary>What the kernel refuses by name, COSMOS002 refuses by name.</summary>
    [Fact]
    public void What_the_kernel_refuses()
    {
        const string Rules = "kernel/Cosmos.Core/Heaps/Messages/TravelRules.cs";
        SyntaxNode rules = Repository.CSharp.Single(static file => file.Path == Rules).Syntax;
        string[] refused =
        [
            .. rules.DescendantNodes().OfType<UnaryPatternSyntax>().SelectMany(static pattern =>
                pattern.DescendantNodes().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.Text)),
        ];
        Assert.Contains("Thread", refused);
        string[] known = [.. TravelTable.Refused.Keys.Select(static name => name[(name.LastIndexOf('.') + 1)..])];
        Repository.MustBeEmpty(
            refused.Where(static name => name is not ("System" or "Reflection")).Except(known),
            "What TravelRules refuses, TravelTable knows.");
    }

    /// <summary>
    /// And the other way round: in what COSMOS002 refuses, the kernel finds something that it refuses.
    /// </summary>
    [Fact]
    public void What_only_the_analyzer_knows() => Repository.MustBeEmpty(
        from name in TravelTable.Refused.Keys
        where !name.StartsWith("Cosmos.", StringComparison.Ordinal) // the kernel's own it refuses by name
        let type = typeof(object).Assembly.GetTypes().First(item =>
            item.FullName?.Split('`')[0] == name)
        where !Leads(type, [])
        select name,
        "What TravelTable refuses is, or holds, something that the kernel refuses.");

    private static bool Exists(Compilation compilation, string name) =>
        Enumerable.Range(0, 5).Any(arity =>
            compilation.GetTypeByMetadataName(arity == 0 ? name : $"{name}`{arity}") is not null
            || (compilation.GetTypeByMetadataName(Container(name) + (arity == 0 ? "" : $"`{arity}")) is { } container
                && !container.GetMembers(name[(name.LastIndexOf('.') + 1)..]).IsEmpty));

    private static string Container(string name) => name[..name.LastIndexOf('.')];

    private static bool Leads(Type type, HashSet<Type> seen)
    {
        Type[] refused =
        [
            typeof(Thread), typeof(Task), typeof(Lock), typeof(WaitHandle), typeof(Timer),
            typeof(CancellationTokenSource), typeof(GCHandle), typeof(DependentHandle), typeof(Pointer),
            typeof(UnmanagedMemoryStream),
        ];
        return seen.Add(type) && (refused.Any(item => item.IsAssignableFrom(type))
            || type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic, [])?.DeclaringType
                is { } owner && owner != typeof(object)
            || type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Any(field => Leads(field.FieldType, seen)));
    }

    // What MSBuild hands to the compiler, in one property.
    private sealed class BuildProperties(string processRules) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(processRules);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string processRules) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = processRules;
                return key == "build_property.CosmosProcessRules";
            }
        }
    }
}
