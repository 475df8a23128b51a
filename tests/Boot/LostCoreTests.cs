// A core breaks under load, and the machine goes on without it: the image's own run says what that means
// (tests/OnTarget/Processes/LostCore.cs); somebody at the console has a device interrupt afterwards. Core 1 is the one
// that the machine was booted with, and that devices interrupt.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class LostCoreTests
{
    private const int Cores = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void IsDoneWithout(int core)
    {
        Tools.RequireQemu();
        var options = new QemuOptions
        {
            Kernel = Images.TestsElf,
            CommandLine = $"exit=isa-debug {Options(core)}",
            Processors = Cores,
        };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile($"boot-lost-core-{core}"));
        TypeAfterwards(machine, core, Patience.Emulated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void IsDoneWithoutOnLinux(int core)
    {
        string image = Repository.Product("tests-linux", "make build IMAGE=tests");
        using var machine = new LinuxMachine(
            image, Options(core).Split(' '), Repository.LogFile($"boot-lost-core-{core}-linux"));
        TypeAfterwards(machine, core, Patience.Native);
    }

    private static string Options(int core) => $"onfault=stop cores={Cores} run=lostcore:{core}";

    private static void TypeAfterwards(Machine machine, int core, TimeSpan patience)
    {
        var session = new Session(machine, patience);
        session.Expect($"cores: core {core} does not answer any more and was stopped; ", ", which it ran, ends")
            .Expect("type something")
            .Type("")
            .ExpectEnd();
    }
}
