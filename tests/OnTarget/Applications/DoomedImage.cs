// An image that cannot live: its one application has a worker that stumbles soon after each of its starts. Boot tests
// look at how the machine ends and begins anew, and at what the next start is told.
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Applications;

/// <summary>An image whose system ends soon after its start.</summary>
internal sealed class DoomedImage : Runtime.Kernel
{
    /// <summary>What the boot option run= says for it.</summary>
    public const string Selection = "doomed";

    /// <inheritdoc/>
    protected override IReadOnlyList<Application> Applications => [new Doomed()];

    private sealed class Doomed : Application
    {
        public override string Name => "doomed";

        protected override SupervisorSpec Tree() => new(
            Strategy.OneForOne, intensity: 1, period: TimeSpan.FromMinutes(1),
            Child.Server("stumbler", static () => new Stumbler()));
    }

    private sealed class Stumbler : GenServer
    {
        protected override InitResult Init() => Next.Timeout(TimeSpan.FromMilliseconds(10));

        protected override Next HandleTimeout() => throw new InvalidOperationException("it stumbled");
    }
}
