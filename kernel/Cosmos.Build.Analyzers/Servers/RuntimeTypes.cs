// What the rules about servers know of the runtime, by name (tests/Check holds the names against the runtime itself).
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Servers;

/// <summary>The runtime's types in one compilation; null where the compilation has none.</summary>
/// <param name="compilation">The compilation.</param>
internal sealed class RuntimeTypes(Compilation compilation)
{
    /// <summary>The class of the members that every process has.</summary>
    public const string ProcessName = "Cosmos.Runtime.Process";

    /// <summary>The class of all servers.</summary>
    public const string ServerName = "Cosmos.Runtime.Server";

    /// <summary>The class of GenServer and its kin.</summary>
    public const string BehaviourName = "Cosmos.Runtime.Behaviours.Behaviour";

    /// <summary>The class of what an event manager runs.</summary>
    public const string HandlerName = "Cosmos.Runtime.Behaviours.GenEventHandler`1";

    /// <summary>The client's side of event managers; each member but Notify and the starts asks and waits.</summary>
    public const string EventClientName = "Cosmos.Runtime.Behaviours.GenEvent";

    /// <summary>A server of a known class.</summary>
    public const string TypedReferenceName = "Cosmos.Runtime.Behaviours.ServerRef`1";

    /// <summary>A server.</summary>
    public const string ReferenceName = "Cosmos.Runtime.ServerRef";

    /// <summary>System messages; each member asks and waits.</summary>
    public const string SysName = "Cosmos.Runtime.Behaviours.Sys";

    /// <summary>Starting and stopping.</summary>
    public const string ProcLibName = "Cosmos.Runtime.Behaviours.ProcLib";

    /// <summary>A reference that was made once.</summary>
    public const string RefName = "Cosmos.Runtime.Ref";

    private const string Root = "Cosmos.Runtime";

    /// <summary>The class of the members that every process has.</summary>
    public INamedTypeSymbol? Process { get; } = compilation.GetTypeByMetadataName(ProcessName);

    /// <summary>The class of all servers.</summary>
    public INamedTypeSymbol? Server { get; } = compilation.GetTypeByMetadataName(ServerName);

    /// <summary>The class of GenServer and its kin.</summary>
    public INamedTypeSymbol? Behaviour { get; } = compilation.GetTypeByMetadataName(BehaviourName);

    /// <summary>The class of what an event manager runs.</summary>
    public INamedTypeSymbol? Handler { get; } = compilation.GetTypeByMetadataName(HandlerName);

    /// <summary>The client's side of event managers; each member but Notify and the starts asks and waits.</summary>
    public INamedTypeSymbol? EventClient { get; } = compilation.GetTypeByMetadataName(EventClientName);

    /// <summary>A server of a known class.</summary>
    public INamedTypeSymbol? TypedReference { get; } = compilation.GetTypeByMetadataName(TypedReferenceName);

    /// <summary>A server.</summary>
    public INamedTypeSymbol? Reference { get; } = compilation.GetTypeByMetadataName(ReferenceName);

    /// <summary>System messages; each member asks and waits.</summary>
    public INamedTypeSymbol? Sys { get; } = compilation.GetTypeByMetadataName(SysName);

    /// <summary>Starting and stopping.</summary>
    public INamedTypeSymbol? ProcLib { get; } = compilation.GetTypeByMetadataName(ProcLibName);

    /// <summary>A reference that was made once.</summary>
    public INamedTypeSymbol? Ref { get; } = compilation.GetTypeByMetadataName(RefName);

    /// <summary>What marks that something is copied to another process.</summary>
    public INamedTypeSymbol? Travels { get; } =
        compilation.GetTypeByMetadataName(Messages.UnsendableMessages.Mark);

    /// <summary>Whether a type is one of the two kinds of references to servers.</summary>
    public bool IsReference(ITypeSymbol? type) =>
        Is(type, TypedReference) || Is(type, Reference);

    /// <summary>Whether objects of a type live in a process as its state, or as a part of it.</summary>
    public bool IsState(ITypeSymbol? type) =>
        SymbolNames.IsOrDerivesFrom(type, Server) || SymbolNames.IsOrDerivesFrom(type, Handler);

    /// <summary>Whether the messages of who runs callbacks of the type are the runtime's to take.</summary>
    public bool IsBehaviour(ITypeSymbol? type) =>
        SymbolNames.IsOrDerivesFrom(type, Behaviour) || SymbolNames.IsOrDerivesFrom(type, Handler);

    /// <summary>Whether a type is a certain one, whatever its arguments.</summary>
    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, other);

    /// <summary>
    /// Whether the runtime calls a method of a server: what it overrides or implements is the runtime's.
    /// </summary>
    public static bool IsCallback(IMethodSymbol method)
    {
        for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null;
            overridden = overridden.OverriddenMethod)
        {
            if (IsOfRuntime(overridden.ContainingType))
            {
                return true;
            }
        }

        return !method.IsStatic && method.ContainingType.AllInterfaces.Where(IsOfRuntime).Any(contract =>
            contract.GetMembers().OfType<IMethodSymbol>().Any(member => SymbolEqualityComparer.Default.Equals(
                method.ContainingType.FindImplementationForInterfaceMember(member), method)));
    }

    private static bool IsOfRuntime(INamedTypeSymbol type)
    {
        string name = SymbolNames.FullName(type);
        return name.StartsWith(Root, StringComparison.Ordinal) && name.Length > Root.Length && name[Root.Length] == '.';
    }
}
