// COSMOS001: no state that two processes could share. A static field belongs to the whole machine; what one process
// leaves in it, another one finds. So outside the kernel a static holds what can never change, or it does not compile.
// Three things are looked at: the field (const, or readonly and no thread static), its type (ImmutableTypes), and for a
// delegate, whose type says nothing about what it captured, its value: a lambda or static method in the initializer.
//
// The compiler's own statics (caches of static lambdas, of collection expressions) are no members of any type in the
// source and are none of this rule's business: they hold nothing that a process made.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Statics;

/// <summary>Reports static fields, properties and events that could carry state from one process to another.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableStatics : ProcessRule
{
    /// <summary>The rule's number, as an error shows it.</summary>
    public const string Id = "COSMOS001";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "A static is immutable, because processes share nothing",
        "'{0}' is state that processes would share: {1}; {2}",
        "Isolation",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS001.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    private const string KeepItInAProcess =
        "keep it in a process: in a local, in the state of a server, or in the process dictionary (Process.Put)";

    private const string GiveItInTheInitializer =
        "give it a static lambda or a static method in its initializer, and nothing later";

    /// <inheritdoc/>
    private protected override ImmutableArray<DiagnosticDescriptor> Rules => [s_rule];

    /// <inheritdoc/>
    private protected override GeneratedCodeAnalysisFlags GeneratedCode =>
        GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    /// <inheritdoc/>
    private protected override void Watch(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(LookAtType, SymbolKind.NamedType);
        context.RegisterOperationAction(
            LookAtInitializer, OperationKind.FieldInitializer, OperationKind.PropertyInitializer);
        context.RegisterOperationAction(
            LookAtUse, OperationKind.FieldReference, OperationKind.PropertyReference);
    }

    private static void LookAtType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (ISymbol member in type.GetMembers())
        {
            string? what = member switch
            {
                IFieldSymbol { IsStatic: true, IsConst: false } field => FaultOf(field),
                IEventSymbol { IsStatic: true, IsAbstract: false } item when ImmutableTypes.HasField(item) =>
                    "an event holds the delegates of everybody who subscribed",
                _ => null,
            };
            if (what is not null)
            {
                // The field behind a property has no place of its own; the property is what the author wrote.
                ISymbol shown = (member as IFieldSymbol)?.AssociatedSymbol ?? member;
                Report(context.ReportDiagnostic, shown, shown.Locations[0], what, KeepItInAProcess);
            }
        }
    }

    private static string? FaultOf(IFieldSymbol field) =>
        field.GetAttributes().Any(static item => item.AttributeClass?.Name == "ThreadStaticAttribute")
            ? "every process pays for a thread static, and none can be looked at from outside"
        : !field.IsReadOnly ? "it can be assigned again"
        : field.Type.TypeKind == TypeKind.Delegate || ImmutableTypes.IsPromised(field.AssociatedSymbol ?? field) ? null
        : ImmutableTypes.FaultOf(field.Type);

    private static void LookAtInitializer(OperationAnalysisContext context)
    {
        var initializer = (ISymbolInitializerOperation)context.Operation;
        IEnumerable<ISymbol> targets = context.Operation is IFieldInitializerOperation fields
            ? fields.InitializedFields
            : ((IPropertyInitializerOperation)context.Operation).InitializedProperties;
        foreach (ISymbol target in targets)
        {
            if (IsStaticDelegate(target) && !CapturesNothing(initializer.Value))
            {
                Report(
                    context.ReportDiagnostic,
                    target,
                    initializer.Value.Syntax.GetLocation(),
                    "a delegate from elsewhere may have captured objects",
                    GiveItInTheInitializer);
            }
        }
    }

    // A static constructor could put any delegate into a readonly field; only the initializer is looked into.
    private static void LookAtUse(OperationAnalysisContext context)
    {
        ISymbol target = ((IMemberReferenceOperation)context.Operation).Member;
        if (IsStaticDelegate(target) && IsWrite(context.Operation)
            && SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, context.Compilation.Assembly))
        {
            Report(
                context.ReportDiagnostic,
                target,
                context.Operation.Syntax.GetLocation(),
                "a delegate assigned in a static constructor may have captured objects",
                GiveItInTheInitializer);
        }
    }

    private static bool IsStaticDelegate(ISymbol symbol) => !ImmutableTypes.IsPromised(symbol) && symbol switch
    {
        IFieldSymbol { IsStatic: true, IsReadOnly: true } field => field.Type.TypeKind == TypeKind.Delegate,
        IPropertySymbol { IsStatic: true, SetMethod: null } property => property.Type.TypeKind == TypeKind.Delegate,
        _ => false,
    };

    private static bool IsWrite(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation assignment } tuple => assignment.Target == tuple,
        _ => false,
    };

    // In the initializer of a static there are no locals and no `this`, so a lambda that stands there has nothing it
    // could capture.
    private static bool CapturesNothing(IOperation value) => value switch
    {
        IConversionOperation conversion => CapturesNothing(conversion.Operand),
        IParenthesizedOperation parenthesized => CapturesNothing(parenthesized.Operand),
        IDelegateCreationOperation creation => CapturesNothing(creation.Target),
        IAnonymousFunctionOperation => true,
        IMethodReferenceOperation method => method.Method.IsStatic,
        ILiteralOperation or IDefaultValueOperation => true,
        _ => false,
    };

    private static void Report(Action<Diagnostic> report, ISymbol symbol, Location place, string what, string remedy) =>
        report(Diagnostic.Create(
            s_rule, place, $"{symbol.ContainingType.ToDisplayString()}.{symbol.Name}", what, remedy));
}
