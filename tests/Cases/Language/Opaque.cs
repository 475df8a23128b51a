using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language;

/// <summary>
/// Hides a value from the compiler. A case that divides by a literal zero, or casts an object whose type is plain to
/// see, is decided while it is being compiled and never reaches the code it was written for. A value that went through
/// <see cref="Of"/> could be anything: the call is not inlined and the result comes out of a volatile slot or register
/// that no optimiser looks behind.
/// </summary>
internal static class Opaque
{
    private static volatile int s_uses;

    /// <summary>Returns <paramref name="value"/>, and the compiler cannot know that it does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static T Of<T>(T value)
    {
        s_uses++;
        return value;
    }

    /// <summary>A null of type <typeparamref name="T"/> that the compiler takes for an object.</summary>
    public static T Null<T>()
        where T : class => Of<T>(null!);
}
