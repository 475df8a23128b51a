// From "C# can run" to "the machine works": everything between the assembly entry and Startup, in the order in which
// one thing stands on another. There is no managed runtime yet: no objects, no exceptions, no interfaces. The fault
// handlers come up as early as memory allows; a fault before them is a triple fault, so what runs before them is kept
// short: parsing, and building page tables.
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Interrupts;
using Cosmos.Core.Platforms.X86.Memory;
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>The machine's start-up.</summary>
internal static unsafe class BootX86
{
    private const ulong BootStackBytes = 32 * 1024;
    private const ulong Cr4FsGsBase = 1 << 16;

    private static BootInfo s_info;

    /// <summary>What the boot loader said.</summary>
    public static ref readonly BootInfo Info => ref s_info;

    /// <summary>Called by <c>Entry64.asm</c> on the boot stack, interrupts masked. Does not return.</summary>
    /// <param name="protocol">Who loaded us.</param>
    /// <param name="bootInformation">Physical address of what it left.</param>
    [RuntimeExport("CosmosBootX86")]
    internal static void Start(uint protocol, ulong bootInformation)
    {
        Platform.Kind = PlatformKind.X86;
        EarlyConsole.Initialize();
        BootInfoFault fault = Read((BootProtocol)protocol, bootInformation);
        BootOptions.Parse(s_info.CommandLine.Value);

        // Safety: s_info is a static without references, so it neither moves nor is collected.
        var info = (BootInfo*)Unsafe.AsPointer(ref s_info);
        Screen.InitializeEarly(info);
        CheckBootInfo(fault);
        CpuFeatures.Require();
        Interruption.Initialize();

        MachineMemory.Initialize(s_info);
        Screen.Initialize(info);
        PrepareBootCore();
        PrepareBootContext();

        Acpi.Initialize(s_info.RsdpCopy, s_info.RsdpAddress);
        Apic.Initialize();
        ConfigurationAccess.Initialize();
        X86Clock.Initialize();
        CoreAlarm.Initialize();
        X86Entropy.Initialize();
        Startup.Run();
    }

    private static BootInfoFault Read(BootProtocol protocol, ulong address)
    {
        // Safety: the boot tables show the first 4 GiB at the direct map, and the window refuses what lies beyond.
        var memory = new PhysicalWindow((byte*)DirectMap.Pointer(0), PhysicalPages.BootReach);
        return protocol == BootProtocol.Pvh
            ? PvhStartInfo.Parse(memory, address, ref s_info)
            : Multiboot2Info.Parse(memory, address, ref s_info);
    }

    private static void CheckBootInfo(BootInfoFault fault)
    {
        switch (fault)
        {
            case BootInfoFault.None:
                break;
            case BootInfoFault.NoMemoryMap:
                Fatal.Stop("the boot loader gave no memory map"u8);
                break;
            case BootInfoFault.Unreachable:
                Fatal.Stop("the boot loader's information lies beyond 4 GiB"u8);
                break;
            default:
                Fatal.Stop("the boot loader's information is malformed"u8);
                break;
        }

        if (s_info.CommandLine.Truncated)
        {
            KernelConsole.WriteLine("boot options: the command line is longer than 2048 bytes; the rest is ignored"u8);
        }

        if (s_info.Memory.Dropped != 0)
        {
            KernelConsole.WriteLine("memory: the memory map is longer than 256 lines; the rest is not used"u8);
        }
    }

    private static void PrepareBootCore()
    {
        CoreBlock* core = KernelImage.Table->BootCore;
        if (!FaultStacks.TryCreate(core))
        {
            Fatal.Stop("no memory for the interrupt stacks"u8);
        }

        CoreSetup.LoadSegments(core);
        InterruptDescriptorTable.Fill();
        InterruptDescriptorTable.Load();
    }

    // Startup leaves this stack soon; until then an epitaph wants to know how far it may walk. How contexts switch FS
    // base depends on an instruction that the first 64-bit code turned on if the processor has it.
    private static void PrepareBootContext()
    {
        ChooseFsBase(hasInstruction: (Processor.ReadCr4() & Cr4FsGsBase) != 0 ? 1 : 0, isLinux: 0);
        ContextBlock* context = Context.CurrentBlock;
        context->StackHigh = (byte*)KernelImage.Table->BootStackEnd;
        context->StackLow = context->StackHigh - BootStackBytes;
    }

    [DllImport("*", EntryPoint = "cosmos_choose_fs_base"), SuppressGCTransition]
    private static extern void ChooseFsBase(int hasInstruction, int isLinux);
}
