// What there is of persistent terms, for who looks into a running machine.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.PersistentTerms;

/// <summary>Persistent terms in numbers. OTP: persistent_term:info/0.</summary>
/// <param name="Count">Terms that have a value.</param>
/// <param name="Memory">Bytes of the values.</param>
/// <param name="OldMemory">Bytes of values that were replaced or erased: they stay until the machine restarts.</param>
public sealed record PersistentTermInfo(long Count, long Memory, long OldMemory)
{
    /// <summary>The numbers now.</summary>
    public static PersistentTermInfo Current
    {
        get
        {
            ref NodeState node = ref NodeState.Current;
            return new PersistentTermInfo(
                Volatile.Read(ref node.Terms), Volatile.Read(ref node.TermBytes), Volatile.Read(ref node.OldTermBytes));
        }
    }

    /// <summary>The names that have a value, in the order in which they first got one. OTP: persistent_term:get/0.
    /// </summary>
    public static Atom[] Names()
    {
        var names = new List<Atom>();
        for (int slot = 1; slot < Pool<TermRecord>.End; slot++)
        {
            TermRecord term = Pool<TermRecord>.At(slot);
            if (term.Value.Peek() is not null)
                names.Add(term.Name);
        }

        return [.. names];
    }
}
