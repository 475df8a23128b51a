// The monitors and aliases that the running process made: a list in its record.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Links;

/// <summary>References with a meaning. Preemption off.</summary>
internal static class References
{
    /// <summary>Makes a reference of the running process's. None when memory is exhausted.</summary>
    public static Ref TryCreate(ref ProcessRecord self, Pid owner, out int slot)
    {
        slot = Pool<ReferenceRecord>.Rent();
        return slot == 0 ? default : Enter(ref self, owner, slot);
    }

    /// <summary>As <see cref="TryCreate"/> where there must be one.</summary>
    public static Ref Create(ref ProcessRecord self, Pid owner, out int slot)
    {
        slot = SystemPool<ReferenceRecord>.Rent();
        return Enter(ref self, owner, slot);
    }

    /// <summary>The slot of a reference that still stands for something and is the running process's; else 0.</summary>
    public static int Find(Ref reference, Pid owner)
    {
        int slot = FindAnyones(reference);
        return slot != 0 && Pool<ReferenceRecord>.At(slot).Owner == owner ? slot : 0;
    }

    /// <summary>The slot of a reference that still stands for something; else 0.</summary>
    public static int FindAnyones(Ref reference)
    {
        int slot = reference.Slot;
        return Pool<ReferenceRecord>.Contains(slot)
            && Volatile.Read(ref Pool<ReferenceRecord>.At(slot).Unique) == reference.Unique
            && reference.Unique != 0 ? slot : 0;
    }

    /// <summary>Who made an alias; none when it is none any more. Preemption on or off.</summary>
    public static Pid OwnerOfAlias(Ref alias, out bool isPriority)
    {
        Preemption.Disable();
        Pid owner = default;
        isPriority = false;
        int slot = FindAnyones(alias);
        if (slot != 0)
        {
            ref ReferenceRecord record = ref Pool<ReferenceRecord>.At(slot);
            owner = record.Alias == AliasMode.None ? default : record.Owner;
            isPriority = record.IsPriority;
            owner = FindAnyones(alias) == 0 ? default : owner;
        }

        Preemption.Enable();
        return owner;
    }

    /// <summary>The monitor part is over; the record goes when it is no alias either.</summary>
    public static void EndMonitor(ref ProcessRecord self, int slot)
    {
        ref ReferenceRecord record = ref Pool<ReferenceRecord>.At(slot);
        record.IsMonitor = false;
        if (record.Alias is AliasMode.Demonitor or AliasMode.ReplyDemonitor)
        {
            record.Alias = AliasMode.None;
        }

        RemoveIfUnused(ref self, slot);
    }

    /// <summary>The alias part is over.</summary>
    public static void EndAlias(ref ProcessRecord self, int slot)
    {
        Pool<ReferenceRecord>.At(slot).Alias = AliasMode.None;
        RemoveIfUnused(ref self, slot);
    }

    /// <summary>Removes a reference that is neither monitor nor alias.</summary>
    public static void RemoveIfUnused(ref ProcessRecord self, int slot)
    {
        ref ReferenceRecord record = ref Pool<ReferenceRecord>.At(slot);
        if (record.IsMonitor || record.Alias != AliasMode.None)
        {
            return;
        }

        if (record.Previous == 0)
        {
            self.References = record.Next;
        }
        else
        {
            Pool<ReferenceRecord>.At(record.Previous).Next = record.Next;
        }

        if (record.Next != 0)
        {
            Pool<ReferenceRecord>.At(record.Next).Previous = record.Previous;
        }

        Volatile.Write(ref record.Unique, 0);
        Pool<ReferenceRecord>.Return(slot);
    }

    private static Ref Enter(ref ProcessRecord self, Pid owner, int slot)
    {
        ref ReferenceRecord record = ref Pool<ReferenceRecord>.At(slot);
        record = default;
        record.Owner = owner;
        record.Next = self.References;
        if (self.References != 0)
        {
            Pool<ReferenceRecord>.At(self.References).Previous = slot;
        }

        self.References = slot;
        Volatile.Write(ref record.Unique, NodeState.NextUnique());
        return record.ReferenceAt(slot);
    }
}
