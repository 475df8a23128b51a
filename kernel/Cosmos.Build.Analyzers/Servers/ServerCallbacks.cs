// COSMOS003 and COSMOS004: what a server must not do in a callback. A server handles one thing after the other, so
// while a callback runs nobody answers: a call to itself can only fail (OTP exits with calling_self), and a receive
// that takes any message takes the requests and system messages that the behaviour's loop is there for. Both are looked
// for in everything that callbacks reach inside the class; one class is looked at as a whole, when the compiler is
// through with it, and never more than that.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Cosmos.Build.Analyzers.Servers;

/// <summary>Reports calls of a server to itself, and receives that take a server's messages.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServerCallbacks : ProcessRule
{
    /// <summary>The number of the rule about calls.</summary>
    public const string CallId = "COSMOS003";

    /// <summary>The number of the rule about receives.</summary>
    public const string ReceiveId = "COSMOS004";

    private const string Takes =
        "it takes the messages that are the server's: requests, answers and system messages are lost in it; return, "
        + "and the message comes to {0}";

    private const string Waits =
        "while it waits, which may be for ever, the server answers nobody; return, and the message comes to {0}, or "
        + "wait with a timeout (TryReceive)";

    private static readonly DiagnosticDescriptor s_call = new(
        CallId,
        "A server does not call itself",
        "'{0}' asks the server's own process, which is in this callback and cannot answer: the call fails with "
            + "calling_self; call the method itself, or go on later with Next.Continue or a Cast",
        "Processes",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS003.md");

    private static readonly DiagnosticDescriptor s_receive = new(
        ReceiveId,
        "A callback leaves the server's messages alone",
        "'{0}' in a callback of a server: {1}",
        "Processes",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS004.md");

    /// <inheritdoc/>
    private protected override ImmutableArray<DiagnosticDescriptor> Rules => [s_call, s_receive];

    /// <inheritdoc/>
    private protected override void Watch(CompilationStartAnalysisContext context)
    {
        RuntimeTypes types = new(context.Compilation);
        if (types.Server is not null)
        {
            context.RegisterSymbolStartAction(start => LookAtClass(start, types), SymbolKind.NamedType);
        }
    }

    private static void LookAtClass(SymbolStartAnalysisContext context, RuntimeTypes types)
    {
        var server = (INamedTypeSymbol)context.Symbol;
        if (!types.IsState(server.BaseType))
        {
            return;
        }

        CallbackGraph graph = new();
        context.RegisterOperationBlockAction(body =>
        {
            if (body.OwningSymbol is IMethodSymbol member
                && SymbolEqualityComparer.Default.Equals(member.ContainingType, server))
            {
                graph.Add(new FunctionReader(server, types).Read(member, body.OperationBlocks));
            }
        });
        bool isBehaviour = types.IsBehaviour(server);
        context.RegisterSymbolEndAction(end => Conclude(graph, isBehaviour, end.ReportDiagnostic));
    }

    private static void Conclude(CallbackGraph graph, bool isBehaviour, Action<Diagnostic> report)
    {
        foreach (FunctionFacts facts in graph.ReachedByCallbacks())
        {
            foreach ((Location place, string text) in graph.AsksOfItself(facts))
            {
                report(Diagnostic.Create(s_call, place, text));
            }

            foreach ((Location place, string text, ReceiveKind kind) in facts.Receives)
            {
                if (FaultOf(kind, isBehaviour) is { } fault)
                {
                    string handler = isBehaviour ? "HandleInfo" : "OnMessage";
                    report(Diagnostic.Create(
                        s_receive,
                        place,
                        text,
                        string.Format(System.Globalization.CultureInfo.InvariantCulture, fault, handler)));
                }
            }
        }
    }

    // A bare Server has no messages of the system's in its mailbox; it may wait for a certain one (Server.OnMessage).
    private static string? FaultOf(ReceiveKind kind, bool isBehaviour) =>
        (kind & ReceiveKind.TakesAnything) != 0 ? Takes
        : isBehaviour && (kind & ReceiveKind.WaitsForEver) != 0 ? Waits
        : null;
}
