// Some promises can only be kept by dying: an unhandled exception, a stack overflow, a call through a null pointer.
// Such a case runs alone in a machine of its own, which it must bring down; the words it leaves behind are what is
// asserted.
namespace Cosmos.Testing;

/// <summary>
/// Marks, in place of <see cref="FactAttribute"/>, a case that must bring its machine down. It passes when the
/// epitaph holds <see cref="EpitaphText"/> and the machine ended with its failure exit code. It is never run in a
/// stock .NET process.
/// </summary>
/// <param name="epitaphText">Text that the epitaph must contain, compared ordinally.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CrashAttribute(string epitaphText) : Attribute
{
    /// <summary>Text that the epitaph must contain, compared ordinally.</summary>
    public string EpitaphText { get; } = epitaphText;
}
