// What the runtime keeps in a process's own heap. One object, made when there is something to keep.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Processes;

/// <summary>Objects that the running process keeps in its own heap for the runtime.</summary>
internal sealed class Locals
{
    private Dictionary<object, object?>? _dictionary;

    private Birth? _birth;

    /// <summary>Whose child the running process is, if it was made with <c>ProcLib</c>; else null.</summary>
    public static Birth? Birth
    {
        get
        {
            _ = ProcessTable.Self;
            return (ProcessContexts.Local as Locals)?._birth;
        }

        set => Mine()._birth = value;
    }

    /// <summary>The process dictionary; made at the first use.</summary>
    public static Dictionary<object, object?> Dictionary => Mine()._dictionary ??= [];

    /// <summary>The process dictionary, or null when nothing was ever put.</summary>
    public static Dictionary<object, object?>? DictionaryIfAny
    {
        get
        {
            _ = ProcessTable.Self;
            return (ProcessContexts.Local as Locals)?._dictionary;
        }
    }

    private static Locals Mine()
    {
        _ = ProcessTable.Self;
        if (ProcessContexts.Local is Locals locals)
        {
            return locals;
        }

        locals = new Locals();
        ProcessContexts.Local = locals;
        return locals;
    }
}
