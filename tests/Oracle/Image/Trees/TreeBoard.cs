// What everybody in a program about supervisors can see: how the next starts go, who is who, and what happened. A
// supervisor's deeds and the orderly ends of its children are in one order, because one caused the other; what a child
// notices by itself is in the child's own. Ends are a set. The twin of oracle_board.erl.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.Oracle.Image.Trees;

/// <summary>The board of a program.</summary>
internal sealed class TreeBoard : GenServer,
    IHandleCall<TreeBoard.Attempt, string>,
    IHandleCall<TreeBoard.Up, bool>,
    IHandleCall<TreeBoard.Plan, bool>,
    IHandleCall<TreeBoard.Where, Pid>,
    IHandleCall<TreeBoard.Text, string>,
    IHandleCall<TreeBoard.Count, int>,
    IHandleCall<TreeBoard.Living, (string Name, Pid Pid, bool IsTop)[]>,
    IHandleCall<TreeBoard.Taking, (string Who, string Text)[]>,
    IHandleCast<TreeBoard.Note>
{
    private readonly Dictionary<string, Queue<string>> _plans = [];
    private readonly Dictionary<string, Pid> _pids = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<Pid, string> _names = [];
    private readonly Dictionary<Pid, string> _parents = [];
    private readonly SortedDictionary<string, Pid> _alive = new(StringComparer.Ordinal);
    private readonly List<(string Who, string Text)> _log = [];
    private readonly List<string> _ends = [];
    private int _count;

    /// <summary>A start function asks how this start is to go.</summary>
    public sealed record Attempt(string Parent, string Name) : ICall<TreeBoard, Attempt, string>;

    /// <summary>A process has begun.</summary>
    public sealed record Up(string Parent, string Name, Pid Pid) : ICall<TreeBoard, Up, bool>;

    /// <summary>How the next starts of a child are to go.</summary>
    public sealed record Plan(string Name, string[] Starts) : ICall<TreeBoard, Plan, bool>;

    /// <summary>The latest process of a name.</summary>
    public sealed record Where(string Name) : ICall<TreeBoard, Where, Pid>;

    /// <summary>A value in the names of the program.</summary>
    public sealed record Text(object? Value) : ICall<TreeBoard, Text, string>;

    /// <summary>How much has happened so far.</summary>
    public sealed record Count : ICall<TreeBoard, Count, int>;

    /// <summary>Those that have begun and not ended, by name.</summary>
    public sealed record Living : ICall<TreeBoard, Living, (string Name, Pid Pid, bool IsTop)[]>;

    /// <summary>What has happened since the last time.</summary>
    public sealed record Taking : ICall<TreeBoard, Taking, (string Who, string Text)[]>;

    /// <summary>What a child noticed.</summary>
    public sealed record Note(Pid From, string Verb, Pid About, ExitReason Reason) : ICast<TreeBoard, Note>;

    /// <inheritdoc/>
    public CallResult<string> HandleCall(Attempt request, From<string> from)
    {
        Log(request.Parent, $"tries {request.Name}");
        if (!_plans.TryGetValue(request.Name, out Queue<string>? plans) || !plans.TryDequeue(out string? plan))
        {
            return "ok";
        }

        // In a crowd nobody is ignored who ran before: OTP 25 keeps a child named undefined then.
        return plan == "ignore" && request.Parent[0] == 'd' && _numbers.ContainsKey(request.Name) ? "fail" : plan;
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Up request, From<bool> from)
    {
        (string parent, string name, Pid pid) = request;
        Process.Monitor(pid);
        int number = _numbers[name] = _numbers.GetValueOrDefault(name) + 1;
        string full = _names[pid] = $"{name}.{number}";
        _pids[name] = pid;
        _parents[pid] = parent;
        _alive[full] = pid;
        Log(parent, $"{full} runs");
        return true;
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Plan request, From<bool> from)
    {
        if (!_plans.TryGetValue(request.Name, out Queue<string>? plans))
        {
            plans = _plans[request.Name] = [];
        }

        Array.ForEach(request.Starts, plans.Enqueue);
        return true;
    }

    /// <inheritdoc/>
    public CallResult<Pid> HandleCall(Where request, From<Pid> from) => _pids.GetValueOrDefault(request.Name);

    /// <inheritdoc/>
    public CallResult<string> HandleCall(Text request, From<string> from) => TextOf(request.Value);

    /// <inheritdoc/>
    public CallResult<int> HandleCall(Count request, From<int> from) => _count;

    /// <inheritdoc/>
    public CallResult<(string Name, Pid Pid, bool IsTop)[]> HandleCall(
        Living request, From<(string Name, Pid Pid, bool IsTop)[]> from) =>
        (from pair in _alive
         select (NameOf(pair.Key), pair.Value, _parents[pair.Value] == TreeProgram.Driver)).ToArray();

    /// <inheritdoc/>
    public CallResult<(string Who, string Text)[]> HandleCall(
        Taking request, From<(string Who, string Text)[]> from)
    {
        List<(string Who, string Text)> lines =
        [
            .. from item in _log
               group item.Text by item.Who into texts
               orderby texts.Key
               select (texts.Key, string.Join("; ", texts)),
        ];
        lines.Sort(static (one, other) => string.CompareOrdinal(one.Who, other.Who));
        if (_ends.Count != 0)
        {
            _ends.Sort(string.CompareOrdinal);
            lines.Add((TreeProgram.Driver, $"ended: {string.Join("; ", _ends)}"));
        }

        _log.Clear();
        _ends.Clear();
        return lines.ToArray();
    }

    // What a child is told by its supervisor stands in the supervisor's order; a crowd's end all at once.
    /// <inheritdoc/>
    public Next HandleCast(Note message)
    {
        string full = _names[message.From];
        string parent = _parents[message.From];
        bool isOrder = message.Verb == "stops" && message.Reason == ExitReason.Shutdown && parent[0] != 'd';
        string about = message.About.IsNone ? "" : $"{TextOf(message.About)} ";
        string text = $"{message.Verb} {about}{TextOf(message.Reason)}";
        Log(isOrder ? parent : full, isOrder ? $"{full} {text}" : text);
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        var down = (DownMessage)message!;
        string full = _names[down.Object.Pid];
        _alive.Remove(full);
        _ends.Add($"{full} {TextOf(down.Reason)}");
        _count++;
        return Next.Wait;
    }

    private void Log(string who, string text)
    {
        _log.Add((who, text));
        _count++;
    }

    private static string NameOf(string full) => full.Split('.')[0];

    private string TextOf(object? value) => value switch
    {
        Pid pid => _names.GetValueOrDefault(pid, "stranger"),
        ExitReason { Detail: CallFailure failure } => $"call({TextOf(failure.Reason)})",
        ExitReason { Detail: FailedToStartChild failed } =>
            $"shutdown(failed {failed.Id}: {TextOf(failed.Reason)})",
        ExitReason { Detail: Pid holder } reason => $"{reason.Kind}({TextOf(holder)})",
        ExitReason reason => reason.Kind.ToString(),
        _ => $"{value}",
    };
}
