// The numbers by which CoreLib tells threads apart (Environment.CurrentManagedThreadId), which is how a lock knows its
// owner, and the objects that stand for them. CoreLib would take a number from a dispenser when a context first takes a
// lock, and give it back in a finalizer: a process runs none at its end, and each number taken leaves a piece of the
// dispenser to everybody. So a process gets its number and its object from here, when its thread statics appear, and
// gives them back when it ends; the objects are shared and serve one process after the other. CoreLib only asks its
// dispenser for the kernel's own contexts; those numbers stay below the ones given here.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Heaps;

namespace Cosmos.Core.NativeAot;

/// <summary>Thread numbers of contexts, as CoreLib knows them.</summary>
internal static unsafe class ThreadNumbers
{
    // More than the kernel's own contexts ever take of CoreLib's dispenser.
    private const int First = 256;
    private const int Most = 1 << 22;

    // Where the two thread statics stand in the storage, and what the object is.
    private static nint s_offset;
    private static nint s_identityOffset;
    private static MethodTable* s_identityType;

    /// <summary>A number, taken or free.</summary>
    private struct Number
    {
        /// <summary>The object that stands for it, made at its first use: CoreLib's ManagedThreadId.</summary>
        public nint Identity;
    }

    /// <summary>Numbers that processes have.</summary>
    public static int InUse => Pool<Number>.InUse;

    /// <summary>Learns where in a context's thread statics the two stand. Once, when the runtime is up.</summary>
    public static void Initialize()
    {
        int number = System.Environment.CurrentManagedThreadId;
        nint storage = *(nint*)Context.CurrentBlock->InlinedThreadStatics;
        s_offset = (nint)Unsafe.AsPointer(ref Current(null)) - storage;
        ObjectLayout.VisitReferences(storage, &FindIdentity, &number);
        if (s_identityOffset == 0)
        {
            Fatal.Stop("CoreLib keeps no object for a thread's number any more; see NativeAot/ThreadNumbers"u8);
        }

        s_identityOffset -= storage;
        Pool<Number>.Initialize(Most, keeps: true); // the objects are shared: a second one would be a leak
    }

    /// <summary>
    /// Gives the running process its number, and <paramref name="storage"/> as its thread statics, in one: whoever is
    /// ended in between would take the number along. When all numbers or the memory are used up it gets none, and
    /// CoreLib's dispenser has to do. Allocates no object of the process's.
    /// </summary>
    public static void Give(ContextBlock* context, nint storage)
    {
        Preemption.Disable();
        var number = (uint*)(storage + s_offset);
        if (s_identityType != null && *number == 0)
        {
            Enter(number, storage);
        }

        *(nint*)context->InlinedThreadStatics = storage;
        Preemption.Enable();
    }

    /// <summary>A process ends: its number is free. Its thread statics are still there.</summary>
    public static void TakeBack(ContextBlock* context)
    {
        uint number = Of(context);
        if (number > First)
        {
            Pool<Number>.Return((int)number - First);
        }
    }

    /// <summary>The number of a context, running or not; 0 when it has none and so never took a lock.</summary>
    public static uint Of(ContextBlock* context)
    {
        void** root = context->InlinedThreadStatics;
        return root == null || *root == null ? 0 : *(uint*)((nint)(*root) + s_offset);
    }

    private static void Enter(uint* number, nint storage)
    {
        int slot = Pool<Number>.Rent();
        nint identity = slot == 0 ? 0 : IdentityOf(slot);
        if (identity != 0)
        {
            *(nint*)(storage + s_identityOffset) = identity;
            *number = (uint)(First + slot);
        }
        else if (slot != 0)
        {
            Pool<Number>.Return(slot);
        }
    }

    // Safety: an object of CoreLib's type with its one field set, as its constructor would; shared, so its finalizer,
    // which would give the number to the dispenser, never runs.
    private static nint IdentityOf(int slot)
    {
        ref Number number = ref Pool<Number>.At(slot);
        if (number.Identity == 0)
        {
            nint identity = SharedHeap.TakeForAll(s_identityType);
            if (identity != 0)
            {
                *(int*)(identity + sizeof(nint)) = First + slot;
            }

            number.Identity = identity;
        }

        return number.Identity;
    }

    // The one object with a finalizer whose only field is the context's number.
    private static void FindIdentity(nint* field, void* state)
    {
        const int OneField = 3 * sizeof(long);
        if (*field == 0)
        {
            return;
        }

        MethodTable* type = *(MethodTable**)*field;
        if (type->HasFinalizer && type->BaseSize == OneField && *(int*)(*field + sizeof(nint)) == *(int*)state)
        {
            s_identityOffset = (nint)field;
            s_identityType = type;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "t_currentManagedThreadId")]
    private static extern ref int Current(
        [UnsafeAccessorType("System.Threading.ManagedThreadId, System.Private.CoreLib")] object? type);
}
