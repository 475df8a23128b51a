// Where handles' slots come from and go to. Each core keeps free ones (Magazine). Slots of dependent handles are apart,
// one sort for each class of keys (see Handles.cs for why), and lie in a table that all share: they are rare. The table
// is hashed by class; in a place of it hang the first slots of some classes, one behind the other (Previous), and on
// each of these hang the others of its class (Next).
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot;

internal static unsafe partial class Handles
{
    private const int KeyClasses = 256;

    private static FreeDependents s_freeDependents;

    [InlineArray(KeyClasses)]
    private struct FreeDependents
    {
        private nint _first;
    }

    // A slot that has not been a dependent handle, or has been one for a key of this class.
    private static Slot* TakeFree(HandleKind kind, MethodTable* keyClass)
    {
        ref CoreSlots core = ref s_cores[Cores.Current];
        byte* slot = kind == HandleKind.Dependent ? (byte*)TakeDependent(keyClass) : null;
        if (slot == null)
        {
            slot = core.Free.TryTakeAny(FreeLink, BatchSlots);
        }

        if (slot == null)
        {
            byte* batch = s_depot.TryTake(FreeBatchLink);
            core.Free.Load(batch, BatchSlots);
            if (batch == null)
            {
                AddSlots(ref core.Free);
            }

            slot = core.Free.TryTake(FreeLink);
        }

        core.InUse += slot == null ? 0 : 1;
        return (Slot*)slot;
    }

    private static Slot* TakeDependent(MethodTable* keyClass)
    {
        ref nint place = ref PlaceOf(keyClass);
        if (Volatile.Read(ref place) == 0)
        {
            return null;
        }

        s_latch.Enter();
        Slot** at = FirstOf(ref place, keyClass);
        Slot* slot = *at;
        if (slot != null)
        {
            Slot* next = slot->Next;
            if (next != null)
            {
                next->Previous = slot->Previous;
            }

            *at = next != null ? next : slot->Previous;
        }

        s_latch.Leave();
        return slot;
    }

    private static void ReturnDependent(Slot* slot)
    {
        s_latch.Enter();
        Slot** at = FirstOf(ref PlaceOf(slot->KeyClass), slot->KeyClass);
        Slot* first = *at;
        slot->Next = first;
        slot->Previous = first != null ? first->Previous : null;
        *at = slot;
        s_latch.Leave();
    }

    // Where the first free slot for keys of a class hangs, or is to hang. Under the latch.
    private static Slot** FirstOf(ref nint place, MethodTable* keyClass)
    {
        // Safety: the table is a static without references and slots lie outside of all heaps, so nothing moves.
        var at = (Slot**)Unsafe.AsPointer(ref place);
        while (*at != null && (*at)->KeyClass != keyClass)
        {
            at = &(*at)->Previous;
        }

        return at;
    }

    private static ref nint PlaceOf(MethodTable* keyClass) =>
        ref s_freeDependents[(int)(((nuint)keyClass >> 4) % KeyClasses)];

    // A batch of slots that nobody had yet; none where memory ends.
    private static void AddSlots(ref Magazine free)
    {
        const nuint Bytes = BatchSlots * SlotBytes;
        byte* first = null;
        s_latch.Enter();
        bool isThere = s_slots != null || TryReserve();
        if (isThere && s_cut == s_committed)
        {
            isThere = s_committed != s_reserved
                && Platform.CommitMemory(s_slots + s_committed, Step, MemoryAccess.ReadWrite);
            s_committed += isThere ? Step : 0;
        }

        if (isThere)
        {
            first = s_slots + s_cut;
            s_cut += Bytes;
        }

        s_latch.Leave();
        free.Load(null, 0);
        for (nuint offset = 0; isThere && offset < Bytes; offset += SlotBytes)
        {
            free.Add(first + offset, FreeLink, int.MaxValue);
        }
    }

    private static bool TryReserve()
    {
        s_reserved = MostBytes;
        while ((s_slots = (byte*)Platform.ReserveMemory(s_reserved)) == null && s_reserved > LeastBytes)
        {
            s_reserved /= 2;
        }

        return s_slots != null;
    }

    // Empty and nobody's.
    private static void Return(Slot* slot)
    {
        ref CoreSlots core = ref s_cores[Cores.Current];
        core.InUse--;
        if (slot->Kind == HandleKind.Dependent)
        {
            ReturnDependent(slot);
        }
        else if (core.Free.Add((byte*)slot, FreeLink, BatchSlots))
        {
            byte* batch = core.Free.Stow();
            if (batch != null)
            {
                s_depot.Add(batch, FreeBatchLink);
            }
        }
    }
}
