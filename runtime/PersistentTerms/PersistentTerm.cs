// What many processes read and hardly anybody changes: a configuration, a table of routes. The value is one object that
// all processes see, in memory that is everybody's; getting it copies nothing. OTP: persistent_term(3).
//
// Shared objects must never change, or processes would share state: that a value's type is immutable is the promise of
// who puts it, as with [SharedImmutable].
//
// Memory that is everybody's is never freed. In OTP a term that is replaced is taken from all processes by collecting
// each of them; here the old value stays where it is, for whoever still has it, and so does its memory. So terms are
// for what changes with a configuration and not with calls; what changes often is a table's.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.PersistentTerms;

/// <summary>A value that all processes read without a copy.</summary>
/// <typeparam name="TValue">An immutable type.</typeparam>
public readonly struct PersistentTerm<TValue>
    where TValue : notnull
{
    /// <summary>The most bytes of a value, copied: memory for it is cleared with preemption off.</summary>
    public const long MostBytes = 1 << 20;

    /// <summary>The term of a name, whether there is one or not.</summary>
    public PersistentTerm(Atom name)
    {
        if (name.IsNone)
            throw new ArgumentException("A persistent term has a name.", nameof(name));

        Name = name;
    }

    /// <summary>Its name.</summary>
    public Atom Name { get; }

    /// <summary>The value. OTP: persistent_term:get/1.</summary>
    /// <exception cref="KeyNotFoundException">There is none, or it is of another type.</exception>
    public TValue Value => TryGet(out TValue? value)
        ? value
        : throw new KeyNotFoundException($"There is no persistent term {Name} of {typeof(TValue)}.");

    /// <summary>The value, or what stands for it if there is none. OTP: persistent_term:get/2.</summary>
    public TValue GetOr(TValue otherwise) => TryGet(out TValue? value) ? value : otherwise;

    /// <summary>The value.</summary>
    /// <returns>False: there is none, or it is of another type.</returns>
    public bool TryGet([MaybeNullWhen(false)] out TValue value)
    {
        int slot = Volatile.Read(ref Pool<AtomRecord>.At(Name.Number).Term);
        object? found = slot == 0 ? null : Pool<TermRecord>.At(slot).Value.Peek();
        if (found is TValue known)
        {
            value = known;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>
    /// Gives the term a value, in place of the one it has. An equal one stays as it is. OTP: persistent_term:put/2.
    /// </summary>
    /// <exception cref="CannotTravelException">The value holds what means something only in its process.</exception>
    /// <exception cref="ArgumentException">It has more than <see cref="MostBytes"/>.</exception>
    /// <exception cref="OutOfMemoryException">
    /// No memory for it; or terms, with what they were before, have a quarter of the machine's memory.
    /// </exception>
    public void Put(TValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!TryGet(out TValue? now) || !EqualityComparer<TValue>.Default.Equals(now, value))
            _ = TermTable.TryPut(Name, Share(value, out long bytes), bytes, onlyNew: false);
    }

    /// <summary>
    /// Gives the term a value if it has none, or has an equal one. OTP: persistent_term:put_new/2.
    /// </summary>
    /// <returns>False: it has another one.</returns>
    public bool PutNew(TValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TermTable.Has(Name)
            ? TryGet(out TValue? now) && EqualityComparer<TValue>.Default.Equals(now, value)
            : TermTable.TryPut(Name, Share(value, out long bytes), bytes, onlyNew: true);
    }

    /// <summary>Takes the value away; who has got it keeps it. OTP: persistent_term:erase/1.</summary>
    /// <returns>False: there was none.</returns>
    public bool Erase() => TermTable.Erase(Name);

    private static Parcel Share(object value, out long bytes)
    {
        _ = ProcessTable.Self;
        Parcel parcel = Packing.Pack(value);
        bytes = parcel.Bytes;
        if (bytes > MostBytes)
        {
            parcel.Discard();
            throw new ArgumentException(
                $"A persistent term has at most {MostBytes} bytes, and this value {bytes}.", nameof(value));
        }

        if (!TermTable.HasRoom(bytes))
        {
            parcel.Discard();
            throw new OutOfMemoryException(
                "Persistent terms have a quarter of the machine's memory, with the values that were replaced and are "
                + "never freed. What changes often belongs into a table.");
        }

        Parcel shared;
        while (!parcel.TryShare(out shared))
        {
            if (!MemoryRelief.TryRelieve(bytes))
            {
                parcel.Discard();
                throw new OutOfMemoryException("No memory for a persistent term.");
            }
        }

        parcel.Discard();
        return shared;
    }
}
