using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Timers;

/// <summary>A timer: of a receive, or with a message to send.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TimerRecord
{
    /// <summary>Its place in the wheel and among the timers of the process it is for.</summary>
    public TimerLink Link;

    /// <summary>The core whose wheel it is in; its latch guards Unique, and ReceiveTimer of who waits.</summary>
    public int Core;

    /// <summary>
    /// The unique number of its reference; 0: the timer of a receive, or one that somebody is firing or stopping.
    /// </summary>
    public ulong Unique;

    /// <summary>Number of the process that waits in a receive; 0: it sends a message.</summary>
    public int Waiter;

    /// <summary>
    /// It is for an important process, and stands in the wheel of such: see <see cref="CoreTimers"/>.
    /// </summary>
    public bool IsUrgent;

    /// <summary>What it sends: Message or Timeout.</summary>
    public SignalKind Kind;

    /// <summary>To whom, if not by name.</summary>
    public Pid Destination;

    /// <summary>To whom, by name.</summary>
    public Atom Name;

    /// <summary>The message.</summary>
    public Parcel Payload;
}

/// <summary>Where timers keep their links.</summary>
internal readonly struct TimerNodes : ITimerNodes
{
    /// <inheritdoc/>
    public static ref TimerLink Of(int slot) => ref Pool<TimerRecord>.At(slot).Link;
}
