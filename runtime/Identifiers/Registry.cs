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

    /// <summary>The process has ended, or is ending.</summary>
    NoProcess,
}

/// <summary>The node's registered names. Callable from everywhere but interrupt handlers.</summary>
internal static class Registry
{
    // What stands in the place of a name when a process is to get no name any more; no process can have it.
    private static Atom Closed => Atom.Undefined;

    private static ref Latch Latch => ref Pool<AtomTableState>.At(1).Latch;

    /// <summary>Gives a name to a process of this node.</summary>
    /// <param name="name">The name.</param>
    /// <param name="process">The process.</param>
    /// <param name="nameOfProcess">Where the process's record keeps its name.</param>
    /// <param name="serial">Where the record keeps the serial number of the process that it is for by now.</param>
    public static RegisterResult Register(Atom name, Pid process, ref Atom nameOfProcess, ref readonly uint serial)
    {
        Invariant.Holds(process.IsLocal, "Only a process of this node has its name here.");
        if (name.IsNone || name == Atom.Undefined)
            return RegisterResult.NotAName;

        ref int holder = ref Pool<AtomRecord>.At(name.Number).Holder;
        RegisterResult result = RegisterResult.Done;
        Latch.Enter();
        if (serial != process.Serial || nameOfProcess == Closed)
        {
            result = RegisterResult.NoProcess;
        }
        else if (holder != 0)
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
            Volatile.Write(ref holder, (int)process.Id);
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

    /// <summary>Takes an ending process's name, if it has one, and lets it get no other.</summary>
    public static void Close(int process, ref Atom nameOfProcess)
    {
        Latch.Enter();
        if (!nameOfProcess.IsNone && nameOfProcess != Closed)
        {
            Invariant.Holds(WhereIs(nameOfProcess) == process, "A process's name is its own.");
            Volatile.Write(ref Pool<AtomRecord>.At(nameOfProcess.Number).Holder, 0);
        }

        nameOfProcess = Closed;
        Latch.Exit();
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
        int end = Pool<AtomRecord>.End;
        while (number < end && (!Pool<AtomRecord>.Contains(number) || Pool<AtomRecord>.At(number).Holder == 0))
        {
            number++;
        }

        return number < end ? new Atom(number) : default;
    }
}
