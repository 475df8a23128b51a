// What a collection does with the handles of its process: pinned and strong ones are roots, weak ones are told where
// their targets went or that they are gone, and a dependent one keeps its second object once its first is known to
// live - which may bring to life the first object of another, so they are gone through until nothing changes.
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Core.NativeAot;

internal static unsafe partial class Handles
{
    /// <summary>Tells which objects must not move. Before anything is copied.</summary>
    public static void Pin(ContextBlock* context, Evacuation* evacuation)
    {
        for (Slot* slot = FirstOf(context); slot != null; slot = slot->Next)
        {
            if (slot->Kind == HandleKind.Pinned && slot->Target != 0)
            {
                evacuation->Pin(slot->Target);
            }
        }
    }

    /// <summary>Shows what strong handles refer to.</summary>
    public static void ShowStrong(ContextBlock* context, Evacuation* evacuation)
    {
        for (Slot* slot = FirstOf(context); slot != null; slot = slot->Next)
        {
            if (slot->Kind is HandleKind.Normal or HandleKind.Pinned)
            {
                evacuation->Show(&slot->Target);
            }
        }
    }

    /// <summary>Shows what depends on objects that live, and all that lives because of it.</summary>
    public static void ShowDependents(ContextBlock* context, Evacuation* evacuation)
    {
        bool isProgress;
        do
        {
            isProgress = false;
            for (Slot* slot = FirstOf(context); slot != null; slot = slot->Next)
            {
                if (slot->Kind == HandleKind.Dependent && slot->IsShown == 0 && slot->Target != 0
                    && evacuation->IsAlive(slot->Target))
                {
                    evacuation->Show(&slot->Target);
                    evacuation->Show(&slot->Secondary);
                    slot->IsShown = 1;
                    isProgress = true;
                }
            }

            evacuation->Complete();
        }
        while (isProgress);
    }

    /// <summary>Empties weak handles whose targets are dead and corrects the others.</summary>
    /// <param name="context">Whose handles.</param>
    /// <param name="evacuation">Knows who lives.</param>
    /// <param name="tracksResurrection">
    /// False: short weak handles. True: long ones and dependent ones, when finalizers had their say.
    /// </param>
    public static void ForgetDead(ContextBlock* context, Evacuation* evacuation, bool tracksResurrection)
    {
        for (Slot* slot = FirstOf(context); slot != null; slot = slot->Next)
        {
            bool isConcerned = tracksResurrection
                ? slot->Kind is HandleKind.WeakTrackResurrection or HandleKind.Dependent
                : slot->Kind == HandleKind.Weak;
            if (!isConcerned || slot->Target == 0)
            {
                continue;
            }

            slot->IsShown = 0;
            if (evacuation->IsAlive(slot->Target))
            {
                evacuation->Show(&slot->Target);
            }
            else
            {
                slot->Target = 0;
                slot->Secondary = 0;
            }
        }
    }

    private static Slot* FirstOf(ContextBlock* context) => (Slot*)context->Heap.Handles;
}
