// A behaviour on its way into the world: what the new process runs until its Init is over and its parent knows. From
// then on the behaviour itself is the process, and this is garbage. So Terminate is only ever called of what has begun.
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Behaviours;

/// <summary>The first step of a behaviour's process.</summary>
internal sealed class Newborn(Behaviour behaviour, Birth birth) : Server
{
    private ExitReason _reason = ExitReason.Normal;

    /// <inheritdoc/>
    internal override ExitReason OwnReason => _reason;

    /// <inheritdoc/>
    internal override Server? Begin()
    {
        ProcLib.Begin(birth);
        InitResult result = behaviour.Initialize();
        switch (result.Kind)
        {
            case InitKind.Ok:
                behaviour.First = result.Next;
                ProcLib.Answer(null);
                return behaviour;
            case InitKind.Ignore:
                ProcLib.Answer(StartResult.Ignore);
                break;
            case InitKind.Error:
                ProcLib.Answer(StartResult.Error(result.Reason!));
                break;
            case InitKind.Stop:
                ProcLib.Answer(StartResult.Error(result.Reason!));
                _reason = result.Reason!;
                break;
        }

        return null;
    }

    /// <inheritdoc/>
    protected internal override void OnMessage(object? message) => throw new System.Diagnostics.UnreachableException();
}
