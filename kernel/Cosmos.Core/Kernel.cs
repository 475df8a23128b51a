// What an image is: a class named Kernel, in the manner Cosmos users know. Cosmos.Build generates the factory that
// Boot/Startup calls once the managed runtime is up; everything that the image does hangs off these two methods.
namespace Cosmos.Core;

/// <summary>The base class of an image's <c>Kernel</c>: one instance, made by the kernel after start-up.</summary>
public abstract class Kernel
{
    /// <summary>Runs once, before <see cref="Run"/>: configuration, greetings, checks.</summary>
    protected virtual void BeforeRun()
    {
    }

    /// <summary>The image's work. When it returns, the machine powers off with <see cref="ExitCode"/>.</summary>
    protected abstract void Run();

    /// <summary>
    /// What the machine reports at power-off: a Linux exit status, or QEMU's isa-debug-exit value; 0 is success.
    /// </summary>
    protected virtual int ExitCode => 0;

    /// <summary>Runs the image; called once, by the runtime, in the first process.</summary>
    /// <returns><see cref="ExitCode"/>, when <see cref="Run"/> has returned.</returns>
    public int Start()
    {
        BeforeRun();
        Run();
        return ExitCode;
    }
}
