// A case's process ends normally, and a normal end does not end those it is linked to. So what a case has started and
// not stopped, servers with names among it, is ended here.
using Cosmos.Runtime;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>A case whose linked processes end with it.</summary>
public abstract class Family : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Pid member in Process.Info(Process.Self)!.Links)
        {
            Expect.Killed(member);
        }

        GC.SuppressFinalize(this);
    }
}
