// Registered names: from a name to the process that has it, and back. An atom's record says who has the name and a
// process's record says which name it has, so every operation is O(1) and there is nothing to grow. OTP: register/2,
// unregister/1, whereis/1, registered/0.
//
// Looking up takes no latch. What it finds is a process's number; a process gives its name back before its record can
// become another's, and who looked up must find the pid there still to be alive before using it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime;

/// <summary>What became of a registration.</summary>
internal enum RegisterResult
{
    /// <summary>The process has the name.</summary>
    Done,

    /// <summary>Another process has it.</summary>
    NameTaken,

    /// <summary>The process has a name already, and can have one only.</summary>
    ProcessNamed,

    /// <summary><c>undefined</c> and none are no names for a process.</summary>
    NotAName,
}

/// <summary>The node's registered names. Callable from everywhere but interrupt handlers.</summary>
internal static class Registry
{
    private static ref Latch Latch => ref Pool<AtomTableState>.At(1).Latch;

    /// <summary>Gives a name to a process of this node, which the caller knows to be alive.</summary>
    /// <param name="name">The name.</param>
    /// <param name="process">The process's number.</param>
    /// <param name="nameOfProcess">Where the process's record keeps its name.</param>
    public static RegisterResult Register(Atom name, int process, ref Atom nameOfProcess)
    {
        Invariant.Holds(process > 0, "A process has a number.");
        if (name.IsNone || name == Atom.Undefined)
            return RegisterResult.NotAName;

        ref int holder = ref Pool<AtomRecord>.At(name.Number).Holder;
        RegisterResult result = RegisterResult.Done;
        Latch.Enter();
        if (holder != 0)
        {
            result = RegisterResult.NameTaken;
        }
        else if (!nameOfProcess.IsNone)
        {
            result = RegisterResult.ProcessNamed;
        }
        else
        {
            nameOfProcess = name;
            Volatile.Write(ref holder, process);
        }

        Latch.Exit();
        return result;
    }

    /// <summary>Takes a name from a process; false: the process does not have it.</summary>
    public static bool Unregister(Atom name, int process, ref Atom nameOfProcess)
    {
        if (name.IsNone)
            return false;

        ref int holder = ref Pool<AtomRecord>.At(name.Number).Holder;
        Latch.Enter();
        bool isHolder = holder == process && process != 0;
        if (isHolder)
        {
            Volatile.Write(ref holder, 0);
            nameOfProcess = default;
        }

        Latch.Exit();
        return isHolder;
    }

    /// <summary>The number of the process that has a name; 0: nobody has it.</summary>
    public static int WhereIs(Atom name) =>
        name.IsNone ? 0 : Volatile.Read(ref Pool<AtomRecord>.At(name.Number).Holder);

    /// <summary>
    /// The registered name with the lowest number above another one's; none: there is no further one. A walk from none
    /// on meets every name that is registered all the while. Looks at every atom; preemption may stay on.
    /// </summary>
    public static Atom After(Atom name)
    {
        int number = name.Number + 1;
        while (Pool<AtomRecord>.Contains(number) && Pool<AtomRecord>.At(number).Holder == 0)
        {
            number++;
        }

        return Pool<AtomRecord>.Contains(number) ? new Atom(number) : default;
    }
}
