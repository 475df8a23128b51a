// Contexts of processes: without a stack until they run, with a heap of their own.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Contexts;

internal static unsafe partial class Context
{
    /// <summary>The runtime's object of the running process.</summary>
    public static object? Local
    {
        get => Unsafe.AsRef<object?>(&CurrentBlock->Local);
        set => CurrentBlock->Local = Unsafe.As<object?, nint>(ref value); // Safety: a context's own root: no barrier
    }

    /// <inheritdoc cref="ProcessContexts.TryCreate"/>
    public static ContextBlock* TryCreateProcess(int number, in HeapOptions options, Parcel root)
    {
        Fatal.Stop("TryCreateProcess is not built yet"u8);
        return null;
    }

    /// <inheritdoc cref="ProcessContexts.Park"/>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Park(object? root, ContextBlock* next) => Fatal.Stop("Park is not built yet"u8);

    /// <inheritdoc cref="ProcessContexts.End"/>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void End(ContextBlock* next) => Fatal.Stop("End is not built yet"u8);

    /// <inheritdoc cref="ProcessContexts.Discard"/>
    public static void Discard(ContextBlock* unborn) => Fatal.Stop("Discard is not built yet"u8);

    /// <summary>Drops all frames and reports <paramref name="failure"/> on the empty stack.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void AbandonStack(in ProcessFailure failure) => Fatal.Stop("AbandonStack is not built yet"u8);

    /// <inheritdoc cref="ProcessContexts.HoldsSharedLock"/>
    public static bool HoldsSharedLock() => false;

    /// <inheritdoc cref="ProcessContexts.Collect"/>
    public static void CollectHeap() => Fatal.Stop("Collect is not built yet"u8);

    /// <inheritdoc cref="ProcessContexts.Statistics"/>
    public static HeapStatistics Statistics(ContextBlock* context) => default;

    /// <inheritdoc cref="ProcessContexts.CurrentFunction"/>
    public static string? CurrentFunction(ContextBlock* context) => null;

    /// <inheritdoc cref="ProcessContexts.NameOf"/>
    public static string NameOf(ulong instructionPointer) => "0x" + instructionPointer.ToString("x");
}
