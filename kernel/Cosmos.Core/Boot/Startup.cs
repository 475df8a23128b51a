// From a machine that works to an image that runs. The platform's entry code has made memory, clock and console usable;
// from here on both platforms are the same: the floor reads its tables, a context with a proper stack is made, CoreLib
// initialises itself in it, and the process runtime is handed the machine: it runs the image's Kernel in the first
// process. When that returns, the machine powers off.
//
// Until IsRuntimeUp there is no managed runtime: code may not allocate, use static references, call interfaces or
// throw.
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Heaps;
using Cosmos.Core.NativeAot;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Boot;

/// <summary>The last step of booting.</summary>
internal static unsafe class Startup
{
    // The image's code runs in a process: here the library starts, and then the core's idle loop runs. Committed and
    // zeroed at once, so every page is start-up time.
    private const nuint MainStackBytes = 256 * 1024;

    /// <summary>True once the unwinder's tables are read: stacks can be walked.</summary>
    public static bool CanUnwind { get; private set; }

    /// <summary>True once CoreLib is initialised: exceptions, allocation and all of C# work.</summary>
    public static bool IsRuntimeUp { get; private set; }

    /// <summary>Nanoseconds from the kernel's first instruction to the creation of the image's Kernel.</summary>
    public static long ManagedMainNanoseconds { get; private set; }

    /// <summary>Starts the runtime and the image; called once by the platform's entry code. Does not return.</summary>
    public static void Run()
    {
        LastRun.Report();
        EhFrame.Initialize();
        Thunks.Initialize();
        CanUnwind = true;
        SharedHeap.Initialize();
        FrameCache.Initialize();

        // Stored in one step: a method that checks the canary must not see it change between its entry and its return.
        ulong canary;
        Platform.FillEntropy((byte*)&canary, (nuint)sizeof(ulong));
        *(ulong*)StackCanary() = canary;

        _ = BootOptionCores.TryParse(BootOptions.Value("cores"u8), out int cores);
        Platform.StartCores(cores);
        Abi.Cores.Settle();
        ContextBlock* main = Context.Create(&Main, 0, MainStackBytes);
        if (main == null)
        {
            Fatal.Stop("Not enough memory for the first stack; give the machine more RAM"u8);
        }

        Context.SwitchTo(main);
        Fatal.Stop("Somebody switched back to the boot context"u8);
    }

    private static void Main(nint argument)
    {
        Modules.Initialize();
        ManagedStartup();
        IsRuntimeUp = true;
        SharedLocks.Initialize();
        Handles.LearnDescriptions();
        Context.PrepareLandings();
        SmallNumbers.MakeTexts();
        ManagedMainNanoseconds = Platform.NanosecondsSinceEntry();
        ProcessRuntime runtime = CreateRuntime();
        GivingWay.Runtime = runtime;
        runtime.Start(CreateKernel());
    }

    [RuntimeImport("CosmosCreateKernel")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern Kernel CreateKernel();

    [RuntimeImport("CosmosCreateRuntime")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ProcessRuntime CreateRuntime();

    [DllImport("*", EntryPoint = "__managed__Startup"), SuppressGCTransition]
    private static extern void ManagedStartup();

    [DllImport("*", EntryPoint = "cosmos_stack_canary"), SuppressGCTransition]
    private static extern nint StackCanary();
}
