namespace Cosmos.Runtime.Applications;

/// <summary>Where in its life an application is.</summary>
public enum ApplicationStatus
{
    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>Its processes are being started.</summary>
    Starting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its processes are being stopped.</summary>
    Stopping,

    /// <summary>It was stopped, ended, or could not be started.</summary>
    Ended,
}

/// <summary>An application of the running system. OTP: an element of which_applications/0, and more.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its end means.</param>
/// <param name="Status">Where in its life it is.</param>
/// <param name="Top">Its top supervisor; none unless it runs.</param>
/// <param name="Reason">Why it ended; null unless it has.</param>
public sealed record ApplicationInfo(
    string Name, ApplicationType Type, ApplicationStatus Status, Pid Top, ExitReason? Reason);
