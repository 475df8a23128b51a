// Where exceptions end. A process is left by an exception through one place, where it becomes an exit reason, and that
// place is the runtime's. A few others stand at such a boundary, too: who runs a stranger's code, whose failure is not
// the process's own. They say so with this mark, and the analyzer that keeps everybody else from catching everything
// lets them.
namespace Cosmos.Runtime;

/// <summary>
/// Marks a member, lambda or local function that may catch every exception, because it stands where exceptions end
/// (docs/analyzers/COSMOS007.md).
/// </summary>
/// <param name="reason">Why this is a boundary, and what becomes of the exception.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property)]
public sealed class ProcessBoundaryAttribute(string reason) : Attribute
{
    /// <summary>Why this is a boundary, and what becomes of the exception.</summary>
    public string Reason { get; } = reason;
}
