// What stays the same in a program about supervisors: where the board is, and what the names stand for.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Image.Trees;

/// <summary>The surroundings of a program; copied into all of its processes.</summary>
/// <param name="Board">What everybody can see.</param>
/// <param name="Definitions">Supervisors and workers, by name.</param>
internal sealed record TreeProgram(ServerRef<TreeBoard> Board, Dictionary<string, Operation> Definitions)
{
    /// <summary>The parent of what the driver itself starts.</summary>
    public const string Driver = "-";

    /// <summary>Whether an operation says what a name stands for.</summary>
    public static bool IsDefinition(Operation operation) => operation.Verb is "worker" or "tree" or "crowd";

    /// <summary>What a name stands for, if that is a supervisor.</summary>
    public bool TryGetSupervisor(string name, [NotNullWhen(true)] out Operation? definition) =>
        Definitions.TryGetValue(name, out definition) && definition.Verb != "worker";

    /// <summary>
    /// A start function, which may itself go wrong. When it does not, the plan goes on to the process.
    /// </summary>
    public StartResult Prepared(string parent, string name, Func<string, StartResult> start)
    {
        string plan = Board.Call(new TreeBoard.Attempt(parent, name));
        switch (plan)
        {
            case "error":
                return StartResult.Error("no");
            case "throw":
                throw new InvalidOperationException("thrown");
            case "quit":
                Process.Exit("left");
                break;
        }

        return start(plan);
    }
}
