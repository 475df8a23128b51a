// The smallest useful image: it shows that ordinary C# runs with nothing under it. `make run` boots it in QEMU,
// `make run-linux` runs the same code as a Linux program; the lines are the same but for the machine's name.
namespace Hello;

/// <summary>Greets, and proves with a few lines that the language and its library are whole.</summary>
public sealed class Kernel : Cosmos.Core.Kernel
{
    /// <inheritdoc />
    protected override void BeforeRun() =>
        Console.WriteLine("Hello from C#, compiled to machine code, with no system below.");

    /// <inheritdoc />
    protected override void Run()
    {
        int bits = IntPtr.Size * 8;
        int processors = Environment.ProcessorCount;
        Console.WriteLine($"Machine: {processors} processor(s), {bits} bits, .NET {Environment.Version}");

        string primes = string.Join(", ", Enumerable.Range(2, 50).Where(IsPrime));
        Console.WriteLine($"Primes below 50: {primes}");

        try
        {
            Console.WriteLine(Divide(1, 0));
        }
        catch (DivideByZeroException error)
        {
            Console.WriteLine($"Caught {error.GetType().Name}: the processor's fault became an exception.");
        }
    }

    private static bool IsPrime(int number) => Enumerable.Range(2, number - 2).All(divisor => number % divisor != 0);

    private static int Divide(int dividend, int divisor) => dividend / divisor;
}
