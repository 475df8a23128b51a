// The children of a supervisor: in the order in which they were started, by id and by pid. Every operation is of
// constant time, so that a supervisor of a hundred thousand children starts, loses and stops each of them like one of
// three.
namespace Cosmos.Runtime.Supervision;

/// <summary>The children of a <see cref="Supervisor"/>. OTP: children().</summary>
internal sealed class ChildList
{
    private readonly Dictionary<object, SupervisedChild> _byId = [];
    private readonly Dictionary<Pid, SupervisedChild> _byPid = [];

    /// <summary>The child that was started first; null: there is none.</summary>
    public SupervisedChild? First { get; private set; }

    /// <summary>The child that was started last; null: there is none.</summary>
    public SupervisedChild? Last { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>How many of them have a process.</summary>
    public int Running => _byPid.Count;

    /// <summary>The child of an id; null: there is none.</summary>
    public SupervisedChild? Find(object? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>The child whose process this is; null: there is none.</summary>
    public SupervisedChild? Find(Pid pid) => _byPid.GetValueOrDefault(pid);

    /// <summary>Adds a child behind the last one.</summary>
    public void Add(SupervisedChild child)
    {
        _byId.Add(child.Spec.Id, child);
        Append(child);
    }

    /// <summary>Removes a child.</summary>
    public void Remove(SupervisedChild child)
    {
        SetPid(child, default);
        _byId.Remove(child.Spec.Id);
        TakeOut(child);
    }

    /// <summary>Makes a child the last one in order.</summary>
    public void MoveToEnd(SupervisedChild child)
    {
        TakeOut(child);
        Append(child);
    }

    /// <summary>The child has this process from now on; none: no process.</summary>
    public void SetPid(SupervisedChild child, Pid pid)
    {
        if (!child.Pid.IsNone)
        {
            _byPid.Remove(child.Pid);
        }

        child.Pid = pid;
        if (!pid.IsNone)
        {
            _byPid[pid] = child;
        }
    }

    private void Append(SupervisedChild child)
    {
        child.Previous = Last;
        child.Next = null;
        if (Last is null)
        {
            First = child;
        }
        else
        {
            Last.Next = child;
        }

        Last = child;
    }

    private void TakeOut(SupervisedChild child)
    {
        if (child.Previous is null)
        {
            First = child.Next;
        }
        else
        {
            child.Previous.Next = child.Next;
        }

        if (child.Next is null)
        {
            Last = child.Previous;
        }
        else
        {
            child.Next.Previous = child.Previous;
        }
    }
}
