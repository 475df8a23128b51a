// All locks that processes could meet at, and whether somebody holds one: on every shared object, by the words in which
// CoreLib notes it (see the kernel's Faults/SharedLocks). While nobody else runs, none may be held: one that is was
// left behind by a process that ended in the middle of it.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Counts locks that are held.</summary>
internal static unsafe class HeldLocks
{
    // CoreLib's object header: without these two, the lowest bits name the thread that holds the object.
    private const uint HeaderHasHashOrIndex = 3u << 26;
    private const uint HeaderThread = 0xFFFF;
    private const uint LockLocked = 1;

    // Who holds the lock on which the kernel has CoreLib's locks initialise themselves.
    private const uint Nobody = uint.MaxValue;

    /// <summary>How many are held.</summary>
    public static int Count()
    {
        var probe = new Lock();
        nint type = SharedObjects.TypeOf(Unsafe.As<Lock, nint>(ref probe)); // Safety: read at once
        return SharedObjects.All().Count(instance => IsHeld(instance, type));
    }

    private static bool IsHeld(nint instance, nint lockType)
    {
        uint header = ((uint*)instance)[-1];
        bool isHeld = (header & HeaderHasHashOrIndex) == 0 && (header & HeaderThread) != 0;
        if (SharedObjects.TypeOf(instance) == lockType)
        {
            ref Lock candidate = ref Unsafe.AsRef<Lock>(&instance); // Safety: a shared object never moves
            isHeld |= Owner(candidate) != Nobody && ((State(candidate) & LockLocked) != 0 || Owner(candidate) != 0);
        }

        return isHeld;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_owningThreadId")]
    private static extern ref uint Owner(Lock instance);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_state")]
    private static extern ref uint State(Lock instance);
}
