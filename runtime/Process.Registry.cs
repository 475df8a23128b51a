// Registered names: a process of this node is found by an atom. A name goes with its process, and a process has one
// name at most.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>Gives a process of this node a name. OTP: register/2.</summary>
    /// <exception cref="ArgumentException">
    /// The name is taken or none, or the process has a name already or is not alive. OTP: badarg.
    /// </exception>
    public static void Register(Atom name, Pid pid)
    {
        _ = ProcessTable.Self;
        Preemption.Disable();
        RegisterResult result = ProcessTable.IsAlive(pid)
            ? Register(name, pid, ref Pool<ProcessRecord>.At((int)pid.Id))
            : RegisterResult.NoProcess;
        Preemption.Enable();
        string? complaint = result switch
        {
            RegisterResult.Done => null,
            RegisterResult.NameTaken => $"The name {name} is taken.",
            RegisterResult.ProcessNamed => $"{pid} has a name already, and a process has one only.",
            RegisterResult.NotAName => "The name undefined, or none, cannot be registered.",
            _ => $"{pid} is not alive and cannot be registered as {name}.",
        };
        if (complaint is not null)
        {
            throw new ArgumentException(complaint, nameof(name));
        }
    }

    /// <summary>Takes a name back. OTP: unregister/1.</summary>
    /// <exception cref="ArgumentException">Nobody has the name. OTP: badarg.</exception>
    public static void Unregister(Atom name)
    {
        _ = ProcessTable.Self;
        Preemption.Disable();
        bool isDone = false;
        for (int holder = Registry.WhereIs(name); holder != 0 && !isDone; holder = Registry.WhereIs(name))
        {
            isDone = Registry.Unregister(name, holder, ref Pool<ProcessRecord>.At(holder).Name);
        }

        Preemption.Enable();
        if (!isDone)
        {
            throw new ArgumentException($"No process is registered as {name}.", nameof(name));
        }
    }

    /// <summary>Who has a name; null: nobody. Never a process that has ended. OTP: whereis/1.</summary>
    public static Pid? WhereIs(Atom name)
    {
        Preemption.Disable();
        Pid pid = ProcessTable.Holder(name);
        Preemption.Enable();
        return pid.IsNone ? null : pid;
    }

    /// <summary>All registered names. OTP: registered/0.</summary>
    public static Atom[] Registered()
    {
        _ = ProcessTable.Self;
        var names = new List<Atom>();
        for (Atom name = Registry.After(default); !name.IsNone; name = Registry.After(name))
        {
            names.Add(name);
        }

        return [.. names];
    }
    private static RegisterResult Register(Atom name, Pid pid, ref ProcessRecord record) =>
        Registry.Register(name, pid, ref record.Name, in record.Serial);
}
