// An application: a part of a system that is started and stopped as a whole, because it is one supervision tree. What
// it is stands in one class - its name, what it needs, what can be set, its tree - and an image's Kernel names the
// classes. OTP has the same in an .app file and a callback module. The object is copied into a process of its own, the
// application's master, which calls these members; so a mistake in one ends that application and nothing else.
using Cosmos.Runtime.Supervision;

namespace Cosmos.Runtime.Applications;

/// <summary>An application. Derive from it; properties of the derived class are its configuration.</summary>
public abstract class Application
{
    /// <summary>
    /// The name: a word of letters, digits, hyphens and underscores. Its top supervisor is registered as NAME_sup.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>What its end means for the system. OTP: the argument of application:start/2.</summary>
    public ApplicationType Type { get; init; }

    /// <summary>
    /// The names of the applications that must run before it is started. OTP: the key applications.
    /// </summary>
    public virtual IReadOnlyList<string> Dependencies => [];

    /// <summary>
    /// Reads what the boot options set (<c>NAME.SETTING=VALUE</c>), before <see cref="Tree"/>. OTP: the key env, and
    /// what the command line overrides of it.
    /// </summary>
    /// <param name="settings">The options of this application.</param>
    protected virtual void Configure(Settings settings)
    {
    }

    /// <summary>The application's processes. OTP: start/2.</summary>
    protected abstract SupervisorSpec Tree();

    /// <summary>Called when it is about to be stopped, before any of its processes is. OTP: prep_stop/1.</summary>
    protected virtual void PrepareStop()
    {
    }

    /// <summary>Called when its processes have ended, by order or by themselves. OTP: stop/1.</summary>
    protected virtual void Stopped()
    {
    }

    /// <summary>The tree, with the settings of the boot options.</summary>
    internal SupervisorSpec? MakeTree(Settings settings)
    {
        Configure(settings);
        settings.ReportUnknown();
        return Tree();
    }

    internal void BeginStop() => PrepareStop();

    internal void EndStop() => Stopped();
}
