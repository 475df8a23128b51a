// A rule for code that runs in processes. Which code that is the build knows, not the rule: SafeRooms.targets sets the
// property CosmosProcessRules, true in runtime/, drivers/, apps/ and in every image, false in the tests of these, which
// run on the stock .NET runtime and may use what it has. Where nobody says anything the rules hold.
//
// A rule looks at what the compiler shows it of a symbol, an operation or a type at a time, and never at the whole
// compilation: it runs at every keystroke in an editor.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Cosmos.Build.Analyzers;

/// <summary>What the rules for processes have in common: where they hold.</summary>
public abstract class ProcessRule : DiagnosticAnalyzer
{
    private const string Switch = "build_property.CosmosProcessRules";

    private protected ProcessRule()
    {
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules;

    /// <summary>What it may report.</summary>
    private protected abstract ImmutableArray<DiagnosticDescriptor> Rules { get; }

    /// <summary>What becomes of code that a tool wrote; nothing, unless a rule says otherwise.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterCompilationStartAction(start =>
        {
            if (!start.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Switch, out string? value)
                || !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase))
            {
                Watch(start);
            }
        });
    }

    /// <summary>Registers what it looks at.</summary>
    private protected abstract void Watch(CompilationStartAnalysisContext context);
}
