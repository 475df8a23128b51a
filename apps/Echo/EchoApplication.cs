// The echo as an application. When the interface has ended, the server ends too, and cannot open its socket until there
// is an interface again: its restarts wait a little longer each time, so that they do not use up the intensity.
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Echo;

/// <summary>Answers UDP datagrams.</summary>
public sealed class EchoApplication : Application
{
    /// <inheritdoc/>
    public override string Name => "echo";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dependencies => ["net"];

    /// <inheritdoc/>
    protected override SupervisorSpec Tree() => new(
        new SupervisorFlags
        {
            Intensity = 10,
            Period = TimeSpan.FromSeconds(10),
            BackOff = new BackOff(First: TimeSpan.FromMilliseconds(10), Longest: TimeSpan.FromSeconds(1)),
        },
        Child.Server("server", static () => new EchoServer("net0"), name: "echo"));
}
