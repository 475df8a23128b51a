// The image of a simulated node: a test's code as its Kernel.
namespace Cosmos.Simulation;

/// <summary>Runs a test's code in the first process and keeps what it throws for the test.</summary>
internal sealed class SimulatedImage(Action body) : Cosmos.Core.Kernel, IBystander
{
    /// <summary>What the code threw.</summary>
    public Exception? Thrown { get; private set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        try
        {
            body();
        }
        catch (Exception exception) when (exception is not Simulating.BorderClosedException)
        {
            Thrown = exception;
        }
    }
}
