// The records of signals. There must always be one for what the runtime itself has to say - that somebody ended - so
// the last of the machine's memory is not needed for it: a stock is kept aside at the start.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Signals;

/// <summary>Renting and returning signals.</summary>
internal static class SignalSlots
{
    /// <summary>Signals there may be at once.</summary>
    public const int Capacity = 1 << 28;

    /// <summary>Bytes that one takes.</summary>
    public const int Bytes = 192;

    /// <summary>A cleared signal of a kind; 0 when memory is exhausted.</summary>
    public static int TryRent(SignalKind kind)
    {
        int slot = Pool<Signal>.Rent();
        return slot == 0 ? 0 : Clear(slot, kind);
    }

    /// <summary>
    /// A cleared signal of a kind, for what must be said. Ends the machine when even the stock is used up.
    /// </summary>
    public static int Rent(SignalKind kind) => Clear(SystemPool<Signal>.Rent(), kind);

    /// <summary>Gives a signal back, and its payload.</summary>
    public static void ReturnWithPayload(int slot)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        if (signal.Small.IsNone)
        {
            signal.Payload.Discard();
            if (signal.Kind == SignalKind.InfoReply)
            {
                Inquiries.Free((int)signal.Value);
            }
        }

        Return(slot);
    }

    /// <summary>Gives a signal back whose payload went elsewhere.</summary>
    public static void Return(int slot) => Pool<Signal>.Return(slot);

    private static int Clear(int slot, SignalKind kind)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        signal = default;
        signal.Kind = kind;
        return slot;
    }
}
