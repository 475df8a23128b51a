// COSMOS002: what is given to another process can be copied. The copy refuses objects that mean something only in their
// own process - what has a finalizer, threads and what waits for them, addresses - when the message is sent; where the
// type says so already, this rule says it when the code is written. It looks at what is marked [Travels]: arguments of
// Send, Spawn, Call, of an exit reason and so on; the arguments of type parameters; and types that have a marked
// interface. Of a lambda it looks at what goes along with it (Captures).
//
// It reports only what is certain of the declared types. An object, an interface, a type parameter may be anything, and
// about those the copy decides.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;
using Cosmos.Build.Analyzers.Servers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Cosmos.Build.Analyzers.Messages;

/// <summary>Reports messages, closures, states and reasons that cannot be copied to another process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsendableMessages : ProcessRule
{
    /// <summary>The rule's number, as an error shows it.</summary>
    public const string Id = "COSMOS002";

    /// <summary>Full name of the attribute that marks what travels.</summary>
    public const string Mark = "Cosmos.Runtime.TravelsAttribute";

    /// <summary>A property of diagnostics: the lambda takes all of <c>this</c> along.</summary>
    public const string TakesThis = "TakesThis";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "A message can be copied to another process",
        "{0} cannot travel to another process: {1}; send the data it stands for",
        "Isolation",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS002.md");

    private const string GoesAlong =
        "which goes along because another lambda captures it and the two share their block's variables,";

    private static readonly ImmutableDictionary<string, string?> s_takesThis =
        ImmutableDictionary<string, string?>.Empty.Add(TakesThis, "");

    /// <inheritdoc/>
    private protected override ImmutableArray<DiagnosticDescriptor> Rules => [s_rule];

    /// <inheritdoc/>
    private protected override void Watch(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(Mark) is { } mark)
        {
            var watch = new Post(mark, context.Compilation);
            context.RegisterOperationAction(watch.LookAtArgument, OperationKind.Argument);
            context.RegisterSymbolAction(watch.LookAtType, SymbolKind.NamedType);
        }
    }

    // What is remembered for one compilation.
    private sealed class Post(INamedTypeSymbol mark, Compilation compilation)
    {
        private readonly TravellingTypes _types = new(new RuntimeTypes(compilation));
        private readonly ConcurrentDictionary<IAssemblySymbol, bool> _markers = new(SymbolEqualityComparer.Default);

        public void LookAtArgument(OperationAnalysisContext context)
        {
            var argument = (IArgumentOperation)context.Operation;
            if (argument.Parameter is { } parameter && IsMarked(parameter.OriginalDefinition)
                && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                LookAtValue(argument.Value, context.ReportDiagnostic);
            }
        }

        public void LookAtType(SymbolAnalysisContext context)
        {
            var type = (INamedTypeSymbol)context.Symbol;
            bool isReported = false;
            foreach (INamedTypeSymbol contract in type.AllInterfaces)
            {
                if (!isReported && IsMarked(contract.OriginalDefinition) && _types.FaultOf(type) is { } fault)
                {
                    Report(context.ReportDiagnostic, type.Locations[0], $"A {SymbolNames.Show(type)}", fault);
                    isReported = true;
                }

                if (type.BaseType?.AllInterfaces.Contains(contract) != true)
                {
                    LookAtTypeArguments(context, type, contract);
                }
            }
        }

        private void LookAtTypeArguments(
            SymbolAnalysisContext context, INamedTypeSymbol type, INamedTypeSymbol contract)
        {
            for (int i = 0; i < contract.TypeArguments.Length; i++)
            {
                if (IsMarked(contract.OriginalDefinition.TypeParameters[i])
                    && _types.FaultOf(contract.TypeArguments[i]) is { } fault)
                {
                    string what = $"The {SymbolNames.Show(contract.TypeArguments[i])} of {SymbolNames.Show(contract)}";
                    Report(context.ReportDiagnostic, type.Locations[0], what, fault);
                }
            }
        }

        // Most calls are into libraries that do not know the mark; their parameters are not asked for attributes.
        private bool IsMarked(ISymbol symbol) =>
            symbol.ContainingAssembly is { } assembly && _markers.GetOrAdd(assembly, KnowsMark)
            && SymbolNames.Has(symbol, mark);

        private bool KnowsMark(IAssemblySymbol assembly) =>
            SymbolEqualityComparer.Default.Equals(assembly, mark.ContainingAssembly)
            || SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
            || assembly.Modules.Any(module => module.ReferencedAssemblies.Contains(mark.ContainingAssembly.Identity));

        // Conversions are looked through, down to the type that the author wrote; and so is what picks one of several
        // values, or puts them into an array, because there the common type is often object.
        private void LookAtValue(IOperation value, Action<Diagnostic> report)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    LookAtValue(conversion.Operand, report);
                    break;
                case IParenthesizedOperation parenthesized:
                    LookAtValue(parenthesized.Operand, report);
                    break;
                case IConditionalOperation { WhenFalse: { } otherwise } choice:
                    LookAtValue(choice.WhenTrue, report);
                    LookAtValue(otherwise, report);
                    break;
                case ICoalesceOperation choice:
                    LookAtValue(choice.Value, report);
                    LookAtValue(choice.WhenNull, report);
                    break;
                case ISwitchExpressionOperation choice:
                    LookAtValues(choice.Arms.Select(static arm => arm.Value), report);
                    break;
                case IArrayCreationOperation { Initializer: { } elements } array when HoldsAnything(array):
                    LookAtValues(elements.ElementValues, report);
                    break;
                case IDelegateCreationOperation creation:
                    LookAtFunction(creation.Target, report);
                    break;
                case IAnonymousFunctionOperation or IMethodReferenceOperation:
                    LookAtFunction(value, report);
                    break;
                case { Type: { } type } when _types.FaultOf(type) is { } fault:
                    Report(report, value.Syntax.GetLocation(), $"'{value.Syntax}'", fault);
                    break;
            }
        }

        private void LookAtValues(IEnumerable<IOperation> values, Action<Diagnostic> report)
        {
            foreach (IOperation value in values)
            {
                LookAtValue(value, report);
            }
        }

        private bool HoldsAnything(IArrayCreationOperation array) =>
            array.Type is IArrayTypeSymbol { ElementType: var element } && _types.FaultOf(element) is null;

        private void LookAtFunction(IOperation target, Action<Diagnostic> report)
        {
            var captures = Captures.Around(target);
            if (target is IMethodReferenceOperation { Method: var method, Instance: var instance }
                && method.MethodKind != MethodKind.LocalFunction)
            {
                LookAtReceiver(instance, report);
            }
            else if ((target is IMethodReferenceOperation { Method: var named } ? captures.Find(named) : target)
                is { } function)
            {
                LookAtCaptures(function, target, captures, report);
            }
        }

        private void LookAtReceiver(IOperation? instance, Action<Diagnostic> report)
        {
            if (instance?.Type is { } type
                && _types.FaultOf(type, isState: instance is IInstanceReferenceOperation) is { } fault)
            {
                string what = instance is IInstanceReferenceOperation ? "this" : instance.Syntax.ToString();
                Report(
                    report, instance.Syntax.GetLocation(), $"'{what}', which the delegate takes along,", fault);
            }
        }

        private void LookAtCaptures(
            IOperation function, IOperation target, Captures captures, Action<Diagnostic> report)
        {
            Dictionary<ISymbol, SyntaxNode> used = captures.UsedBy(function);
            foreach (ISymbol item in captures.TakenBy(function))
            {
                (ITypeSymbol? type, string name) = item switch
                {
                    ILocalSymbol local => (local.Type, local.Name),
                    IParameterSymbol parameter => (parameter.Type, parameter.Name),
                    _ => (item as ITypeSymbol, "this"),
                };
                if (type is null || _types.FaultOf(type, isState: item is ITypeSymbol) is not { } fault)
                {
                    continue;
                }

                bool isUsed = used.TryGetValue(item, out SyntaxNode? use);
                report(Diagnostic.Create(
                    s_rule,
                    isUsed ? use.GetLocation() : HeadOf(target.Syntax),
                    [target.Syntax.GetLocation()],
                    isUsed && item is ITypeSymbol ? s_takesThis : null,
                    isUsed ? $"'{name}', which the lambda captures," : $"'{name}', {GoesAlong}",
                    fault));
            }
        }

        // Not the whole lambda, which may be a page.
        private static Location HeadOf(SyntaxNode function) => function is LambdaExpressionSyntax lambda
            ? Location.Create(lambda.SyntaxTree, TextSpan.FromBounds(lambda.SpanStart, lambda.ArrowToken.Span.End))
            : function.GetFirstToken().GetLocation();

        private static void Report(Action<Diagnostic> report, Location place, string what, string fault) =>
            report(Diagnostic.Create(s_rule, place, what, fault));
    }
}
