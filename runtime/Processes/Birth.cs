// Where a process comes from: what OTP keeps in the process dictionary under $ancestors and $initial_call. It travels
// to the new process with what that is to run. A crash report shows it, and a child's birth is made of its parent's.
using System.Collections.Immutable;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Processes;

/// <summary>A process's origin. OTP: proc_lib.</summary>
/// <param name="Parent">Who made it.</param>
/// <param name="Ancestors">Its parent and that one's, the nearest first, by name where they have one.</param>
/// <param name="InitialCall">The class whose code it runs; null for a method that captured nothing.</param>
/// <param name="Starter">Where its parent waits to hear that it has begun; none when nobody waits.</param>
internal sealed record Birth(Pid Parent, ImmutableArray<ServerRef> Ancestors, Type? InitialCall, Ref Starter)
{
    /// <summary>The birth of a child of the running process.</summary>
    public static Birth OfChild(Type? initialCall, Ref starter)
    {
        Pid self = Process.Self;
        Atom name = Pool<ProcessRecord>.At((int)self.Id).Name;
        ServerRef parent = name.IsNone ? self : name;
        ImmutableArray<ServerRef> older = Locals.Birth?.Ancestors ?? [];
        return new Birth(self, older.Insert(0, parent), initialCall, starter);
    }
}
