using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Tests.OnTarget.AllCores;

/// <summary>Claims about cores that came up: each runs code, knows who it is, and is like the first.</summary>
public sealed unsafe class Arrivals
{
    // Three seconds for cores, and what a busy host may make of the rest; thirty seconds would be one for each.
    private const long LongestStartNs = 15_000_000_000;

    private static int s_platformNumber;
    private static int s_contextNumber;
    private static uint s_apicId;
    private static bool s_isLikeTheFirst;
    private static ulong s_control;

    /// <summary>Every core answers, with its own number.</summary>
    [Fact]
    public void Every_core_runs_code_and_knows_its_number()
    {
        foreach (int core in OtherCore.All)
        {
            OtherCore.Run(core, &NoteNumbers);
            Assert.Equal(core, s_platformNumber);
            Assert.Equal(core, s_contextNumber);
        }
    }

    /// <summary>On the machine: each has the APIC id of its block, and all that core 1 has.</summary>
    [Fact]
    public void Every_core_is_like_the_first()
    {
        if (Platform.Kind != PlatformKind.X86)
        {
            return;
        }

        foreach (int core in OtherCore.All)
        {
            OtherCore.Run(core, &NoteProcessor);
            Assert.Equal(CoreTable.Block(core)->ApicId, s_apicId);
            Assert.True(s_isLikeTheFirst, $"core {core} ought to have what core 1 has");
            Assert.Equal(Processor.ReadCr4(), s_control);
        }

        Assert.Equal(Cores.Count, new HashSet<uint>(OtherCore.All.ToList().ConvertAll(Id)).Count + 1);
    }

    /// <summary>
    /// However many cores do not come, the start waits a second for three of them and not for the rest.
    /// </summary>
    [Fact]
    public void The_start_takes_bounded_time() => Assert.InRange(Machine.StartNanoseconds, 1, LongestStartNs);

    private static uint Id(int core) => CoreTable.Block(core)->ApicId;

    private static void NoteNumbers(nint argument)
    {
        s_platformNumber = Platform.CurrentCore;
        s_contextNumber = Context.CurrentBlock->Core;
    }

    private static void NoteProcessor(nint argument)
    {
        s_apicId = LocalApic.Id;
        s_isLikeTheFirst = CoreTraits.MissingHere().IsEmpty;
        s_control = Processor.ReadCr4();
    }
}
