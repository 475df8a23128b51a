// Where handles' slots come from and go to. Each core keeps free ones (Magazine), of two sorts that never mix: those of
// dependent handles, and all others (see Handles.cs for why).
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot;

internal static unsafe partial class Handles
{
    private static Slot* TakeFree(HandleKind kind)
    {
        ref CoreSlots core = ref s_cores[Cores.Current];
        ref Magazine free = ref FreeOf(ref core, kind);
        byte* slot = free.TryTakeAny(FreeLink, BatchSlots);
        if (slot == null)
        {
            byte* batch = DepotOf(kind).TryTake(FreeBatchLink);
            free.Load(batch, BatchSlots);
            if (batch == null)
            {
                AddSlots(ref free);
            }

            slot = free.TryTake(FreeLink);
        }

        core.InUse += slot == null ? 0 : 1;
        return (Slot*)slot;
    }

    private static ref Magazine FreeOf(ref CoreSlots core, HandleKind kind) =>
        ref kind == HandleKind.Dependent ? ref core.FreeDependents : ref core.Free;

    private static ref Depot DepotOf(HandleKind kind) =>
        ref kind == HandleKind.Dependent ? ref s_dependents : ref s_depot;

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
        ref Magazine free = ref FreeOf(ref core, slot->Kind);
        if (free.Add((byte*)slot, FreeLink, BatchSlots))
        {
            byte* batch = free.Stow();
            if (batch != null)
            {
                DepotOf(slot->Kind).Add(batch, FreeBatchLink);
            }
        }
    }
}
