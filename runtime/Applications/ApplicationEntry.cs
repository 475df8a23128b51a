// An application at the controller, from the image's list to its end.
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Applications;

/// <summary>An application as the controller knows it.</summary>
internal sealed class ApplicationEntry(Application application)
{
    /// <summary>What it is; never run here, only copied into its master.</summary>
    public Application Application { get; } = application;

    /// <summary>Its name.</summary>
    public string Name { get; } = application.Name;

    /// <summary>Where in its life it is.</summary>
    public ApplicationStatus Status { get; set; }

    /// <summary>Its master; none: there is none.</summary>
    public Pid Master { get; set; }

    /// <summary>Its top supervisor; none unless it runs.</summary>
    public Pid Top { get; set; }

    /// <summary>Why it ended; null unless it has.</summary>
    public ExitReason? Reason { get; set; }

    /// <summary>Who waits until it runs, or has stopped.</summary>
    public From<ExitReason?>? Waiter { get; set; }

    /// <summary>As others see it.</summary>
    public ApplicationInfo Info => new(Name, Application.Type, Status, Top, Reason);

    /// <summary>Answers who waits.</summary>
    public void Answer(ExitReason? reason)
    {
        Waiter?.Reply(reason);
        Waiter = null;
    }
}
