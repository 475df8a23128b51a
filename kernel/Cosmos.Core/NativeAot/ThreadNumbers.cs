// The numbers by which CoreLib tells threads apart (Environment.CurrentManagedThreadId), which is how a lock knows its
// owner. CoreLib gives a context its number when it first takes a lock or asks for it; until then it has none.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.NativeAot;

/// <summary>Thread numbers of contexts, as CoreLib knows them.</summary>
internal static unsafe class ThreadNumbers
{
    private static nint s_offset;

    /// <summary>Learns where in a context's thread statics the number stands. Once, when the runtime is up.</summary>
    public static void Initialize()
    {
        _ = System.Environment.CurrentManagedThreadId;
        nint storage = *(nint*)Context.CurrentBlock->InlinedThreadStatics;
        s_offset = (nint)Unsafe.AsPointer(ref Current(null)) - storage;
    }

    /// <summary>The number of a context, running or not; 0 when it has none and so never took a lock.</summary>
    public static uint Of(ContextBlock* context)
    {
        void** root = context->InlinedThreadStatics;
        return root == null || *root == null ? 0 : *(uint*)((nint)(*root) + s_offset);
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "t_currentManagedThreadId")]
    private static extern ref int Current(
        [UnsafeAccessorType("System.Threading.ManagedThreadId, System.Private.CoreLib")] object? type);
}
