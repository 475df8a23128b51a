// COSMOS005: no code that gets behind the type system. Heaps of processes lie side by side in one address space, and
// nothing but types keeps one process out of another's: a pointer, or a reference of the wrong type, is the end of all
// isolation at once. The compiler refuses the keyword `unsafe` (AllowUnsafeBlocks is off); this rule refuses what does
// the same without it - the library's classes for raw memory, native calls - and says what to use in its place.
//
// It holds in every safe room, the tests' as well, and in code that a tool wrote: that runs, too.
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Memory;

/// <summary>Reports unsafe code, and safe code that does the same, outside the kernel.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsafeCode : DiagnosticAnalyzer
{
    /// <summary>The rule's number, as an error shows it.</summary>
    public const string Id = "COSMOS005";

    private const string KernelFactory = "KernelFactory.g.cs";
    private const string Vectors = "System.Runtime.Intrinsics";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "Unsafe code belongs to the kernel, because types are what keeps processes apart",
        "'{0}' gets behind the type system that keeps processes apart: {1}",
        "Isolation",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS005.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(
            GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSyntaxNodeAction(LookAtName, SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        context.RegisterSyntaxNodeAction(LookAtBlock, SyntaxKind.UnsafeStatement);
        context.RegisterSyntaxNodeAction(LookAtPointer, SyntaxKind.PointerType, SyntaxKind.FunctionPointerType);
        context.RegisterSyntaxNodeAction(LookAtMethod, SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement);
        context.RegisterOperationAction(LookAtCall, OperationKind.Invocation);
    }

    private static void LookAtName(SyntaxNodeAnalysisContext context)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (RawMemory.Names.Find(name, context.SemanticModel, context.CancellationToken) is { } advice
            && !IsKernelFactory(name))
        {
            Report(context.ReportDiagnostic, name.Identifier.GetLocation(), name.Identifier.ValueText, advice);
        }
    }

    // What the kernel calls an image by is exported by a file that Cosmos.Build writes (KernelFactory.targets).
    private static bool IsKernelFactory(SimpleNameSyntax name) => name.Identifier.ValueText == "RuntimeExport"
        && name.SyntaxTree.FilePath.EndsWith(KernelFactory, StringComparison.Ordinal);

    private static void LookAtBlock(SyntaxNodeAnalysisContext context) =>
        Report(
            context.ReportDiagnostic,
            ((UnsafeStatementSyntax)context.Node).UnsafeKeyword.GetLocation(),
            "unsafe",
            RawMemory.InsteadOfPointers);

    // What stands in an unsafe block is said once, at the block.
    private static void LookAtPointer(SyntaxNodeAnalysisContext context)
    {
        if (context.Node.FirstAncestorOrSelf<UnsafeStatementSyntax>() is null
            && context.Node.Parent is not PointerTypeSyntax)
        {
            Report(
                context.ReportDiagnostic,
                context.Node.GetLocation(),
                context.Node.ToString(),
                RawMemory.InsteadOfPointers);
        }
    }

    private static void LookAtMethod(SyntaxNodeAnalysisContext context)
    {
        SyntaxTokenList modifiers = context.Node is MethodDeclarationSyntax method
            ? method.Modifiers
            : ((LocalFunctionStatementSyntax)context.Node).Modifiers;
        int place = modifiers.IndexOf(SyntaxKind.ExternKeyword);
        if (place >= 0)
        {
            Report(
                context.ReportDiagnostic,
                modifiers[place].GetLocation(),
                "extern",
                "nothing checks what a function from elsewhere does; let a typed handle of the kernel's border do it");
        }
    }

    // Vectors read and write memory by bare references: Vector128.LoadUnsafe and its kin, in a dozen classes.
    private static void LookAtCall(OperationAnalysisContext context)
    {
        IMethodSymbol method = ((IInvocationOperation)context.Operation).TargetMethod;
        if ((method.Name.StartsWith("LoadUnsafe", StringComparison.Ordinal)
                || method.Name.StartsWith("StoreUnsafe", StringComparison.Ordinal))
            && method.ContainingNamespace?.ToDisplayString() == Vectors)
        {
            Report(
                context.ReportDiagnostic,
                context.Operation.Syntax.GetLocation(),
                $"{method.ContainingType.Name}.{method.Name}",
                "it looks at no bounds; use Create and CopyTo with spans, or System.Numerics.Tensors");
        }
    }

    private static void Report(Action<Diagnostic> report, Location place, string what, string advice) =>
        report(Diagnostic.Create(s_rule, place, what, advice));
}
