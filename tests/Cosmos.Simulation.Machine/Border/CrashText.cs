// The border's CrashText: an exception in words, whatever its own members do.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>What can be said of an exception.</summary>
internal readonly record struct CrashText(string Type, string Message, string StackTrace)
{
    public static CrashText Describe(Exception exception)
    {
        Simulator.Step();
        return new CrashText(
            exception.GetType().FullName ?? exception.GetType().Name,
            Ask(exception, static item => item.Message),
            Ask(exception, static item => item.StackTrace));
    }

    private static string Ask(Exception exception, Func<Exception, string?> part)
    {
        try
        {
            return part(exception) ?? "";
        }
        catch (Exception second) when (second is not BorderClosedException)
        {
            return $"(threw {second.GetType().FullName})";
        }
    }
}
