// A system to look into with the shell, for tests that type at it: an application with a server that can be asked and
// hurt, and the shell itself.
using Cosmos.Apps.Shell;
using Cosmos.Drivers.Console;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Shell;

/// <summary>An image with a shell.</summary>
internal sealed class ShellImage : Runtime.Kernel
{
    /// <summary>What the boot option run= says for it.</summary>
    public const string Selection = "shell";

    /// <inheritdoc/>
    protected override IReadOnlyList<Application> Applications =>
        [new Hospital(), new ConsoleApplication(), new ShellApplication()];

    private sealed class Hospital : Application
    {
        public override string Name => "hospital";

        protected override SupervisorSpec Tree() => new(
            Strategy.OneForOne,
            intensity: 5,
            period: TimeSpan.FromMinutes(1),
            Child.Server("patient", static () => new Patient(), name: "patient"),
            Child.Server("visitor", static () => new Visitor(), name: "visitor"));
    }

    private sealed class Patient : GenServer, IHandleCast<Pulse>
    {
        private int _beats;

        public Next HandleCast(Pulse message)
        {
            _beats++;
            return Next.Wait;
        }

        protected override InitResult Init() => InitResult.Ok;

        public override string ToString() => $"a patient after {_beats} beats";
    }

    // Something to see in a trace.
    private sealed class Visitor : GenServer
    {
        private static TimeSpan Interval => TimeSpan.FromMilliseconds(20);

        protected override InitResult Init() => Next.Timeout(Interval);

        protected override Next HandleTimeout()
        {
            ServerRef<Patient> patient = (Atom)"patient";
            patient.Cast(new Pulse());
            return Next.Timeout(Interval);
        }
    }

    private sealed record Pulse : ICast<Patient, Pulse>;
}
