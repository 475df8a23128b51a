// The host must know which cases an image ought to report before it starts the machine: a case that is never heard of
// is a failure, not an absence. It reads the names from the metadata of the compiled assembly, without loading code
// that was compiled for a machine without an operating system.
namespace Cosmos.Testing;

/// <summary>
/// Written by the generator, once for each case of the assembly: its name, and what its epitaph must contain.
/// </summary>
/// <param name="name">The name of the case, as reported over the console.</param>
/// <param name="epitaphText">Null for a case that must not bring the machine down.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class DeclaredCaseAttribute(string name, string? epitaphText) : Attribute
{
    /// <summary>The name of the case, as reported over the console.</summary>
    public string Name { get; } = name;

    /// <summary>Null for a case that must not bring the machine down.</summary>
    public string? EpitaphText { get; } = epitaphText;
}
