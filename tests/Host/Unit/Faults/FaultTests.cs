// A fault is all out of its number.
using Cosmos.Tests.Faults.Faults;

namespace Cosmos.Tests.Host.Unit.Faults;

public sealed class FaultTests
{
    private const int Numbers = 500;

    [Fact]
    public void TheSameNumberIsTheSameFault() => Assert.All(
        Enumerable.Range(0, Numbers),
        static seed => Assert.Equal(Fault.Of(seed, false, 2), Fault.Of(seed, false, 2)));

    [Fact]
    public void AllKindsComeAndAllCores()
    {
        Fault[] faults = [.. Enumerable.Range(0, Numbers).Select(static seed => Fault.Of(seed, false, 2))];
        Assert.Equal(
            Enum.GetValues<FaultKind>(), faults.Select(static fault => fault.Kind).Distinct().Order());
        Assert.Equal(
            ["core 1", "core 2"],
            faults.Where(static fault => fault.Kind == FaultKind.MachineCheck)
                .Select(static fault => fault.Target).Distinct().Order());
    }

    // A board has no hypervisor.
    [Fact]
    public void ABoardIsHarmedByItsShellAlone() => Assert.All(
        Enumerable.Range(0, Numbers),
        static seed => Assert.True(
            Fault.Of(seed, true, 1).Kind is FaultKind.Kill or FaultKind.Crash or FaultKind.Exhaust));
}
