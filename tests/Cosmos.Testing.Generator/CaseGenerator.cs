// Collects the cases of an assembly while it is compiled. Inside the machine nothing can be discovered by reflection,
// and a table written by hand forgets a case sooner or later; so the compiler writes it:
//     ROOT.CaseTable.Cases()             the cases with their delegates, in the order of their names
//     [assembly: DeclaredCase(…)]        the same names in metadata, for the host
// A marked method that cannot be run is a compile-time error with its own id, never a case that is silently left out.
// Incremental: the model of a case holds strings and a location only, so that a change elsewhere rewrites nothing.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Cosmos.Testing.Generator;

/// <summary>Writes the table of the cases marked [Fact] or [Crash].</summary>
[Generator(LanguageNames.CSharp)]
public sealed class CaseGenerator : IIncrementalGenerator
{
    private const string FactName = "Cosmos.Testing.FactAttribute";
    private const string CrashName = "Cosmos.Testing.CrashAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<string> root = context.AnalyzerConfigOptionsProvider
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName))
            .Select(static (pair, _) => RootNamespace(pair.Left, pair.Right));

        IncrementalValuesProvider<CaseModel> facts = Marked(context, FactName);
        IncrementalValuesProvider<CaseModel> crashes = Marked(context, CrashName);
        IncrementalValueProvider<(ImmutableArray<CaseModel> Facts, ImmutableArray<CaseModel> Crashes)> all =
            facts.Collect().Combine(crashes.Collect());

        context.RegisterSourceOutput(all.Combine(root), static (output, input) =>
        {
            string rootNamespace = input.Right;
            ImmutableArray<CaseModel> cases = input.Left.Facts.AddRange(input.Left.Crashes);
            ImmutableArray<CaseModel> sound = CaseRules.Report(output, cases, rootNamespace);
            output.AddSource("CaseTable.g.cs", CaseTableSource.Write(sound, rootNamespace));
        });
    }

    private static IncrementalValuesProvider<CaseModel> Marked(
        IncrementalGeneratorInitializationContext context,
        string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (_, _) => true,
            static (found, cancellation) => Model(found, cancellation));

    private static CaseModel Model(GeneratorAttributeSyntaxContext found, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var method = (IMethodSymbol)found.TargetSymbol;
        return CaseModel.From(method, found.Attributes.First());
    }

    private static string RootNamespace(AnalyzerConfigOptionsProvider options, string? assembly) =>
        options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root) && root.Length > 0
            ? root
            : assembly ?? "Cases";
}
