// Objects with finalizers, a table for each process. The table lies outside the heap and keeps nothing alive: a
// collection that finds an entry's object dead brings it back once more and moves the entry among the due ones, which
// the process works off at its next safe place (see Finalizers). What a shared object is, is never due. A process that
// ends runs none: OTP has no finalizers, and what they would give back - handles, memory - goes with the process.
//
// As in .NET, GC.SuppressFinalize is a bit in the object's header, and is looked at when the finalizer would be due.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>The running process's objects with finalizers.</summary>
internal static unsafe class Finalizable
{
    // CoreLib's object header, the four bytes before the method table pointer: "finalizer has run, or need not".
    private const uint SuppressedBit = 0x4000_0000;
    private const int FirstCapacity = 14;

    /// <summary>Registered objects, then those that are due.</summary>
    private struct Table
    {
        public nint Capacity;
        public int Registered;
        public int Due;

        public static nint* Entries(Table* table) => (nint*)(table + 1);

        public static nuint BytesOf(nint capacity) => (nuint)sizeof(Table) + ((nuint)capacity * (nuint)sizeof(nint));
    }

    /// <summary>Whether finalizers of the running process are due.</summary>
    public static bool AreDue => Context.CurrentBlock->Heap.FinalizersDue != 0;

    /// <summary>
    /// Registers an object that was just made, or anew. False: there is no memory for it. No effect in the kernel's own
    /// contexts, whose objects never die.
    /// </summary>
    public static bool TryRegister(nint instance)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->Kind != ContextKind.Process)
        {
            return true;
        }

        var table = (Table*)context->Heap.Finalizable;
        if ((table == null || table->Registered + table->Due == table->Capacity) && !TryGrow(context, ref table))
        {
            return false;
        }

        nint* entries = Table.Entries(table);
        entries[table->Registered + table->Due] = entries[table->Registered];
        entries[table->Registered++] = instance;
        return true;
    }

    /// <summary>GC.SuppressFinalize.</summary>
    public static void Suppress(nint instance) => *HeaderOf(instance) |= SuppressedBit;

    /// <summary>GC.ReRegisterForFinalize. False: there is no memory for it.</summary>
    public static bool TryRegisterAgain(nint instance)
    {
        // A suppressed object is registered still.
        return TryClearSuppressed(instance) || TryRegister(instance);
    }

    /// <summary>The next object whose finalizer is due, which is then no longer registered; 0: there is none.</summary>
    public static nint TakeDue()
    {
        ContextBlock* context = Context.CurrentBlock;
        var table = (Table*)context->Heap.Finalizable;
        while (table != null && table->Due != 0)
        {
            nint instance = Table.Entries(table)[table->Registered + --table->Due];
            context->Heap.FinalizersDue = (uint)table->Due;
            if (!TryClearSuppressed(instance))
            {
                return instance;
            }
        }

        return 0;
    }

    /// <summary>Shows the objects whose finalizers wait to be run.</summary>
    public static void ShowDue(ContextBlock* context, Evacuation* evacuation)
    {
        var table = (Table*)context->Heap.Finalizable;
        for (int i = 0; table != null && i < table->Due; i++)
        {
            evacuation->Show(Table.Entries(table) + table->Registered + i);
        }
    }

    /// <summary>Finds the objects that became due, and brings them and what they refer to back to life.</summary>
    public static void Trace(ContextBlock* context, Evacuation* evacuation)
    {
        var table = (Table*)context->Heap.Finalizable;
        if (table == null)
        {
            return;
        }

        nint* entries = Table.Entries(table);
        for (int i = 0; i < table->Registered;)
        {
            if (evacuation->IsAlive(entries[i]))
            {
                evacuation->Show(entries + i++);
                continue;
            }

            // The last registered entry's place is that of the first due one.
            (entries[i], entries[table->Registered - 1]) = (entries[table->Registered - 1], entries[i]);
            table->Registered--;
            if (TryClearSuppressed(entries[table->Registered]))
            {
                entries[table->Registered] = entries[table->Registered + table->Due];
            }
            else
            {
                table->Due++;
            }
        }

        ShowDue(context, evacuation);
        context->Heap.FinalizersDue = (uint)table->Due;
        if (table->Due != 0)
        {
            Upkeep.Note(context);
        }

        evacuation->Complete();
    }

    /// <summary>A process ends, and its table.</summary>
    public static void Release(ContextBlock* context)
    {
        var table = (Table*)context->Heap.Finalizable;
        if (table != null)
        {
            Preemption.Disable();
            context->Heap.Finalizable = null;
            Free(table);
            Preemption.Enable();
        }
    }

    private static bool TryClearSuppressed(nint instance)
    {
        bool isSuppressed = (*HeaderOf(instance) & SuppressedBit) != 0;
        *HeaderOf(instance) &= ~SuppressedBit;
        return isSuppressed;
    }

    // A long table is made and filled with preemption on: nobody but the process, which is here, changes the old one.
    // If the process is ended meanwhile, the new one goes with its context.
    private static bool TryGrow(ContextBlock* context, ref Table* table)
    {
        nint capacity = table == null ? FirstCapacity : table->Capacity * 2;
        nuint bytes = Table.BytesOf(capacity);
        bool isLong = bytes >= LargeMemory.Least;
        if (!isLong)
        {
            Preemption.Disable();
        }

        var grown = (Table*)(isLong ? LargeMemory.Make(bytes) : KernelMemory.Allocate(bytes));
        if (grown != null && table != null)
        {
            System.Buffer.MemoryCopy(table, grown, bytes, Table.BytesOf(table->Registered + table->Due));
        }

        if (isLong)
        {
            Preemption.Disable();
        }

        if (grown != null)
        {
            Install(context, grown, capacity, isLong);
            Free(table);
            table = grown;
        }

        Preemption.Enable();
        return grown != null;
    }

    private static void Install(ContextBlock* context, Table* grown, nint capacity, bool isLong)
    {
        if (isLong)
        {
            LargeMemory.Keep();
        }

        grown->Capacity = capacity;
        context->Heap.Finalizable = grown;
    }

    private static void Free(Table* table)
    {
        nuint bytes = table == null ? 0 : Table.BytesOf(table->Capacity);
        if (bytes >= LargeMemory.Least)
        {
            LargeMemory.Free(table);
        }
        else
        {
            KernelMemory.Free(table, bytes);
        }
    }

    private static uint* HeaderOf(nint instance) => (uint*)instance - 1;
}
