using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Claims about finding out where a process is.</summary>
public sealed unsafe class Whereabouts : IDisposable
{
    private readonly ScriptedRuntime _runtime = new();

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();

    /// <summary>A process that switched away is in the method that called the kernel.</summary>
    [Fact]
    public void A_waiting_process_is_where_it_waits()
    {
        ContextBlock* process = ScriptedRuntime.Create(_runtime.Pause);
        Assert.Equal(0ul, Context.CurrentInstruction(process));
        Context.SwitchTo(process);
        string name = Context.NameOf(Context.CurrentInstruction(process));
        Context.SwitchTo(process);
        Assert.Contains("ScriptedRuntime.Pause", name);
    }

    /// <summary>The running context is where it asks.</summary>
    [Fact]
    public void The_running_context_is_here()
        => Assert.Contains("Whereabouts.Here", Context.NameOf(Here()));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Here() => Context.CurrentInstruction(Context.CurrentBlock);
}
