// The errors that a marked method can be reported with. The ids are stable: they are what somebody searches for.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Cosmos.Testing.Generator;

/// <summary>What a marked method must be, and the error for each that is not.</summary>
internal static class CaseRules
{
    private static readonly DiagnosticDescriptor s_method = Rule(
        "COSMOST001",
        "A case is a public void method without parameters",
        "{0} cannot be a case: {1}");

    private static readonly DiagnosticDescriptor s_type = Rule(
        "COSMOST002",
        "Cases stand in public classes with a public parameterless constructor",
        "The class of {0} cannot hold cases: {1}");

    private static readonly DiagnosticDescriptor s_name = Rule(
        "COSMOST003",
        "The name of a case is unique in its assembly",
        "Another case is called {0} already; it is {1}");

    private static readonly DiagnosticDescriptor s_marks = Rule(
        "COSMOST004",
        "A case is marked either [Fact] or [Crash]",
        "{0} is marked both [Fact] and [Crash]: it cannot both return and bring the machine down");

    private static readonly DiagnosticDescriptor s_epitaph = Rule(
        "COSMOST005",
        "A [Crash] says what the epitaph must contain",
        "{0} is marked [Crash] without a text that its epitaph must contain; any death would pass");

    /// <summary>
    /// Reports every fault of <paramref name="cases"/> and returns the cases without any, ordered by name.
    /// </summary>
    public static ImmutableArray<CaseModel> Report(
        SourceProductionContext output,
        ImmutableArray<CaseModel> cases,
        string rootNamespace)
    {
        var taken = new Dictionary<string, CaseModel>();
        var sound = ImmutableArray.CreateBuilder<CaseModel>();
        foreach (CaseModel item in cases.OrderBy(static item => item.FullName, StringComparer.Ordinal))
        {
            string name = CaseTableSource.NameOf(item, rootNamespace);
            Diagnostic? fault = FaultOf(item, name, taken);
            if (fault is null)
            {
                taken.Add(name, item);
                sound.Add(item);
            }
            else
            {
                output.ReportDiagnostic(fault);
            }
        }

        return sound.ToImmutable();
    }

    private static Diagnostic? FaultOf(CaseModel item, string name, Dictionary<string, CaseModel> taken) =>
        item.IsMarkedTwice ? Diagnostic.Create(s_marks, item.Location, name)
        : item.MethodFault is not null ? Diagnostic.Create(s_method, item.Location, name, item.MethodFault)
        : item.TypeFault is not null ? Diagnostic.Create(s_type, item.Location, name, item.TypeFault)
        : item.EpitaphText == string.Empty ? Diagnostic.Create(s_epitaph, item.Location, name)
        : taken.TryGetValue(name, out CaseModel first) ? Diagnostic.Create(s_name, item.Location, name, first.FullName)
        : null;

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Cosmos.Testing", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
