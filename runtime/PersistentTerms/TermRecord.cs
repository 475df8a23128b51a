// A persistent term, outside of every heap. Its slot belongs to a name for ever, as names do, so a reader who has found
// it cannot find another term's value in it.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.PersistentTerms;

/// <summary>The term of a name.</summary>
internal struct TermRecord
{
    /// <summary>The value, everybody's; none: there is none now.</summary>
    public Parcel Value;

    /// <summary>Bytes of it.</summary>
    public long Bytes;

    /// <summary>The name.</summary>
    public Atom Name;
}
