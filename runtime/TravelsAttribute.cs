// What is copied into another process is marked where it is declared, so that the compiler can say at the place of the
// mistake what the copy would say when the program runs: this type means something only in its own process.
namespace Cosmos.Runtime;

/// <summary>
/// Marks what is copied to another process (docs/analyzers/COSMOS002.md): a parameter, by what is given for it; a type
/// parameter, by the type that is given for it; an interface, by the types that have it.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.GenericParameter | AttributeTargets.Interface)]
public sealed class TravelsAttribute : Attribute;
