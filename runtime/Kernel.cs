// An image that is made of applications: the class Kernel in its root namespace derives from this one, and is the one
// file that shows the whole running system. The first process starts what is named here and then watches over it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime;

/// <summary>The base class of the <c>Kernel</c> of an image that is made of applications.</summary>
public abstract class Kernel : Cosmos.Core.Kernel
{
    /// <summary>
    /// The applications of the image. They are started in this order, but each behind those that it needs, and stopped
    /// in the opposite one.
    /// </summary>
    protected abstract IReadOnlyList<Application> Applications { get; }

    /// <summary>How long all applications together may take to stop before the machine ends all the same.</summary>
    protected virtual TimeSpan ShutdownTimeout => TimeSpan.FromSeconds(30);

    /// <summary>Starts the applications; the first process is their controller from then on.</summary>
    protected sealed override void Run()
    {
        if (StartOrder.TrySort(Applications, out List<Application> order) is { } mistake)
        {
            Machine.Fail(mistake);
        }

        Process.TrapExit = true;
        Process.Register(ApplicationController.Name, Process.Self);
        GenServer.EnterLoop(new ApplicationController(ShutdownTimeout) { Applications = order }, Next.Continue());
    }
}
