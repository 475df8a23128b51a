using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>Draws supervision trees, with how often each child was started again. OTP: observer's trees.</summary>
internal sealed class TreeCommand : ShellCommand
{
    // A supervisor with thousands of calls is a number, not a picture.
    private const int MostChildren = 20;
    private const int MostDepth = 20;

    public override string Name => "tree";

    public override string Usage => "[APPLICATION|PID|NAME]";

    public override string Summary => "the supervision trees, with restarts";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        ImmutableArray<ApplicationInfo> applications = Node.Applications();
        bool isOne = !arguments.IsEmpty && applications.Any(item => item.Name == arguments[0]);
        if (!arguments.IsEmpty && !isOne)
        {
            Begin(ProcessOf(arguments[0]));
            return;
        }

        foreach (ApplicationInfo application in applications.Where(item => !isOne || item.Name == arguments[0]))
        {
            if (application.Top.IsNone)
            {
                Console.WriteLine($"{application.Name} {application.Status}");
            }
            else
            {
                Begin(application.Top);
            }
        }
    }

    private static void Begin(Pid supervisor)
    {
        Console.WriteLine(Titled(supervisor));
        Draw(supervisor, "", 1);
    }

    private static void Draw(Pid supervisor, string indent, int depth)
    {
        ImmutableArray<ChildInfo> children = Supervisor.WhichChildren(supervisor);
        int shown = Math.Min(children.Length, MostChildren);
        for (int i = 0; i < shown; i++)
        {
            ChildInfo child = children[i];
            bool isLast = i == children.Length - 1;
            Console.WriteLine($"{indent}{(isLast ? "└─ " : "├─ ")}{Described(child)}");
            if (child.Type == ChildType.Supervisor && !child.Pid.IsNone && depth < MostDepth)
            {
                Draw(child.Pid, indent + (isLast ? "   " : "│  "), depth + 1);
            }
        }

        if (shown < children.Length)
        {
            Console.WriteLine($"{indent}└─ … {children.Length - shown} more");
        }
    }

    private static string Described(ChildInfo child)
    {
        string id = child.Id is null ? "" : $"{child.Id} ";
        string process = child.Status switch
        {
            ChildStatus.Running => Titled(child.Pid),
            ChildStatus.Restarting => "is being restarted",
            _ => "does not run",
        };
        return child.Restarts == 0 ? id + process : $"{id}{process}  restarts: {child.Restarts}";
    }

    private static string Titled(Pid pid)
    {
        Atom name = Process.Info(pid)?.Name ?? default;
        return name.IsNone ? pid.ToString() : $"{pid} ({name})";
    }
}
