// Claims about exceptions. The two that take an Action are, with the case runner, the only places of the tests that
// catch everything: catching is what they are for.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Testing;

public static partial class Assert
{
    /// <summary>
    /// Claims that <paramref name="action"/> throws exactly <typeparamref name="T"/>, and returns what was thrown.
    /// </summary>
    public static T Throws<T>(Action action)
        where T : Exception
    {
        Exception? thrown = Thrown(action);
        if (thrown is null || thrown.GetType() != typeof(T))
        {
            DifferThrown($"exactly {typeof(T)} thrown", thrown);
        }

        return (T)thrown;
    }

    /// <summary>
    /// Claims that <paramref name="action"/> throws <typeparamref name="T"/> or a type derived from it, and returns
    /// what was thrown.
    /// </summary>
    public static T ThrowsAny<T>(Action action)
        where T : Exception
    {
        Exception? thrown = Thrown(action);
        if (thrown is not T)
        {
            DifferThrown($"{typeof(T)} thrown", thrown);
        }

        return (T)thrown;
    }

    private static Exception? Thrown(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    [DoesNotReturn]
    private static void DifferThrown(string expected, [NotNull] Exception? thrown) =>
        Differ(expected, thrown is null ? "nothing thrown" : $"{thrown.GetType()}: {thrown.Message}");
}
