// What a receive is for, as a value: the receive's code is made anew for each kind, so that asking is no call through a
// delegate and needs no object.
namespace Cosmos.Runtime.Mailboxes;

/// <summary>Which messages fit.</summary>
internal interface IMatch
{
    /// <summary>
    /// It asks for the type alone, which can be told of a message where it lies. Otherwise it is code of the program's,
    /// which may keep what it is shown.
    /// </summary>
    static abstract bool IsByType { get; }

    /// <summary>Whether a message fits. Preemption on.</summary>
    bool Fits(object? message);
}

/// <summary>Messages of a type.</summary>
internal readonly struct OfType<T> : IMatch
{
    /// <inheritdoc/>
    public static bool IsByType => true;

    /// <inheritdoc/>
    public bool Fits(object? message) => message is T;
}

/// <summary>Messages of which a predicate holds.</summary>
internal readonly struct Fitting(Predicate<object?> match) : IMatch
{
    /// <inheritdoc/>
    public static bool IsByType => false;

    /// <inheritdoc/>
    public bool Fits(object? message) => match(message);
}

/// <summary>Messages of a type of which a predicate holds.</summary>
internal readonly struct FittingType<T>(Predicate<T> match) : IMatch
{
    /// <inheritdoc/>
    public static bool IsByType => false;

    /// <inheritdoc/>
    public bool Fits(object? message) => message is T typed && match(typed);
}
