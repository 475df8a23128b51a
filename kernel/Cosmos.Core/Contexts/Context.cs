// A flow of control: a stack of its own and a control block. Each context has its own allocation window, its own
// exceptions in flight and its own thread statics, so two contexts can throw in turn without meeting. Those made here
// are the kernel's: their stack is committed and theirs for life, and nothing preempts them. Contexts of processes are
// in Context.Processes.cs.
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>Creation and switching of contexts.</summary>
internal static unsafe partial class Context
{
    // The guard below a stack, and the page above it that holds the thread-local area and the block.
    private const nuint GuardBytes = (nuint)PageSize.Bytes;
    private const nuint BlockBytes = (nuint)PageSize.Bytes;

    // Identities are handed out by each core for itself: how many it gave, and its number. The boot context's is 1
    // (BootContext.asm): the boot core's, before it gave any.
    private const int CoreBits = 7;

    private static PerCore<CoreIds> s_ids;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CoreIds
    {
        public ulong Last;
    }

    /// <summary>The running context.</summary>
    public static ContextBlock* CurrentBlock
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => GetCurrent();
    }

    /// <summary>
    /// Makes a context that will run <paramref name="entry"/> when first switched to. Returns null when memory is out.
    /// </summary>
    /// <param name="entry">Must never return.</param>
    /// <param name="argument">Passed to <paramref name="entry"/>.</param>
    /// <param name="stackBytes">Size of the stack, rounded up to pages; a guard page is added below it.</param>
    public static ContextBlock* Create(delegate*<nint, void> entry, nint argument, nuint stackBytes)
    {
        nuint stack = (nuint)PageSize.RoundUp(stackBytes);

        // guard page | stack | page with the thread-local area and the block
        byte* memory = (byte*)Platform.ReserveMemory(GuardBytes + stack + BlockBytes);
        if (memory == null)
        {
            return null;
        }

        if (!Platform.CommitMemory(memory + GuardBytes, stack + BlockBytes, MemoryAccess.ReadWrite))
        {
            Platform.ReleaseMemory(memory, GuardBytes + stack + BlockBytes);
            return null;
        }

        byte* high = memory + GuardBytes + stack;
        var block = (ContextBlock*)(high + ContextLayout.ThreadLocalSize);
        block->Self = block;
        block->StackCanary = *StackCanary();
        block->StackLow = memory + GuardBytes;
        block->StackHigh = high;
        block->Id = NextId();
        block->HeapBytes = nuint.MaxValue; // every store is into shared memory or its own
        block->PreemptionDepth = 1;
        block->Entry = entry;
        block->Argument = argument;
        InstallThreadLocals(block);

        // What cosmos_switch_context pops: six registers, then the address it returns to, which wants RSP aligned.
        block->SavedStackPointer = high - 16 - ContextLayout.SwitchFrameSize;
        *(nint*)(high - 16 - sizeof(nint)) = StartAddress();
        return block;
    }

    /// <summary>Frees the stack and block of a context that is not running and never will.</summary>
    public static void Destroy(ContextBlock* context)
    {
        if (context == CurrentBlock)
        {
            Fatal.Stop("Context.Destroy: a context cannot free the stack it stands on"u8);
        }

        nuint stack = (nuint)(context->StackHigh - context->StackLow);
        Platform.ReleaseMemory(context->StackLow - GuardBytes, GuardBytes + stack + BlockBytes);
    }

    private static ulong NextId()
    {
        ContextBlock* current = CoreHold.Begin();
        ulong id = (++s_ids[current->Core].Last << CoreBits) | current->Core;
        CoreHold.End(current);
        return id;
    }

    [RuntimeExport("CosmosContextMain")]
    private static void Main(ContextBlock* context)
    {
        context->Entry(context->Argument);
        Fatal.Stop("A context's entry method returned; it must switch away for good instead"u8);
    }

    [RuntimeExport("__stack_chk_fail")]
    private static void OnStackSmashed()
        => Fatal.Stop("A mathematical function found its stack buffer overrun (__stack_chk_fail)"u8);

    [DllImport("*", EntryPoint = "cosmos_stack_canary"), SuppressGCTransition]
    private static extern ulong* StackCanary();

    // An ordinary call: the compiler puts a poll behind a P/Invoke without transition.
    [RuntimeImport("cosmos_current_context")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ContextBlock* GetCurrent();

    // An ordinary call, too: nothing is to be noted for a collection, and a switch is what a message costs.
    [RuntimeImport("cosmos_switch_context")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Switch(ContextBlock* from, ContextBlock* to);

    [DllImport("*", EntryPoint = "cosmos_install_thread_locals"), SuppressGCTransition]
    private static extern void InstallThreadLocals(ContextBlock* block);

    [DllImport("*", EntryPoint = "cosmos_start_context_address"), SuppressGCTransition]
    private static extern nint StartAddress();
}
