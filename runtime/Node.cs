// The running system as a whole.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime;

/// <summary>
/// The system: its applications, and how it is stopped. Belongs into a process. OTP: application, init.
/// </summary>
public static class Node
{
    private static ServerRef<ApplicationController> Controller => ApplicationController.Name;

    /// <summary>
    /// The applications, in the order in which they were started. OTP: application:which_applications/0.
    /// </summary>
    /// <exception cref="ProcessExitException">The image has no applications: it is no <see cref="Kernel"/>.</exception>
    public static ImmutableArray<ApplicationInfo> Applications() =>
        Controller.Call(default(ApplicationController.Which));

    /// <summary>
    /// Starts an application and waits until it runs. Its end, and its failure to start, mean what its type says, but
    /// this first failure is the caller's to deal with. OTP: application:start/2.
    /// </summary>
    /// <param name="application">Copied. What it needs must run.</param>
    /// <returns>
    /// Null, or why it does not run: already_started, not_started with what it needs, bad_application, stopping, or
    /// what its start answered.
    /// </returns>
    public static ExitReason? Start(Application application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return Controller.Call(new ApplicationController.StartRequest(application), Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Stops an application and waits until it has ended, which means nothing for the system, whatever its type. OTP:
    /// application:stop/1.
    /// </summary>
    /// <returns>Null, or not_started.</returns>
    public static ExitReason? Stop(string application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return Controller.Call(new ApplicationController.StopRequest(application), Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Stops all applications, the latest first, and switches the machine off. Returns at once. OTP: init:stop/1.
    /// </summary>
    /// <param name="exitCode">What the machine reports; 0 is success.</param>
    public static void PowerOff(int exitCode = 0) => End(new ApplicationController.EndSystem(exitCode, false, null));

    /// <summary>
    /// Stops all applications, the latest first, and starts the machine anew. Returns at once. OTP: init:reboot/0.
    /// </summary>
    public static void Restart() => End(new ApplicationController.EndSystem(0, true, null));

    // An image without applications has nobody to stop them.
    private static void End(ApplicationController.EndSystem end)
    {
        if (!Controller.Resolve().IsNone)
        {
            Controller.Cast(end);
        }
        else if (end.IsRestart)
        {
            Machine.Reboot();
        }
        else
        {
            Machine.PowerOff(end.ExitCode);
        }
    }
}
