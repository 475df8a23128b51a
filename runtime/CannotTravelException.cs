namespace Cosmos.Runtime;

/// <summary>
/// Thrown where a message, a closure or a reason holds an object that means something only in its own process: a
/// handle, a pointer, a thread, an object with a finalizer.
/// </summary>
/// <param name="typeName">Full name of its type.</param>
public sealed class CannotTravelException(string typeName) : Exception(
    $"{typeName} cannot travel to another process: it means something only in its own. Send the data it stands for.")
{
    /// <summary>Full name of the type of the culprit.</summary>
    public string TypeName { get; } = typeName;
}
