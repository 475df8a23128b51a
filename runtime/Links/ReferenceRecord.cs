// What a reference of a monitor or an alias stands for. The reference carries the slot, so finding it is one access;
// the record keeps the unique number, so that an old reference finds nothing. The two are one record because OTP lets
// one reference be both: a monitor whose reference can also be sent to.
using System.Runtime.InteropServices;

namespace Cosmos.Runtime.Links;

/// <summary>A monitor, an alias or both, as its owner made it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ReferenceRecord
{
    /// <summary>The reference's unique number; 0 while the slot stands for nothing.</summary>
    public ulong Unique;

    /// <summary>Who made it.</summary>
    public Pid Owner;

    /// <summary>Whom it monitors.</summary>
    public Pid Target;

    /// <summary>The name it monitors by, or none.</summary>
    public Atom Name;

    /// <summary>It is a monitor.</summary>
    public bool IsMonitor;

    /// <summary>It is an alias, until when.</summary>
    public AliasMode Alias;

    /// <summary>Messages through the alias go before others.</summary>
    public bool IsPriority;

    /// <summary>The owner's next reference.</summary>
    public int Next;

    /// <summary>The owner's reference before.</summary>
    public int Previous;

    /// <summary>The reference itself.</summary>
    public readonly Ref ReferenceAt(int slot) => Ref.Of(Unique, slot);
}
