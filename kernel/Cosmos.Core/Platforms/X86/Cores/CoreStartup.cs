// Starts the other cores, one after the other, from the boot core (Intel SDM Vol. 3A §8.4.4): INIT to all of them, a
// pause, then for each the start-up interrupt, twice if the first one was not heard. Whatever goes wrong with a core
// costs a line and that core, and a bounded time. Cores are numbered as they come.
using System;
using System.Threading;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Interrupts;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>The boot core's part in the start of others. [BootOnly]</summary>
internal static unsafe class CoreStartup
{
    private const long Millisecond = 1_000_000;

    // §8.4.4.1 waits 10 ms after INIT, and 200 µs before the second start-up interrupt.
    private const long AfterInitNs = 10 * Millisecond;
    private const long SecondSendNs = 2 * Millisecond;

    // A real core takes some 100 µs. An emulator's may have to wait until it is run at all.
    private const long PatienceNs = 1_000 * Millisecond;
    private const long LittlePatienceNs = 20 * Millisecond;
    private const int SilentWithPatience = 3;

    private const nuint IdleStackBytes = 128 * 1024;

    private static int s_silent;

    /// <summary>Starts up to <paramref name="most"/> - 1 other cores; returns when all have come or were given up.
    /// </summary>
    public static void Run(int most)
    {
        KernelImage.Table->BootCore->ApicId = LocalApic.Id;
        InterruptDispatch.SetHandler(InterruptVectors.Request, &OnRequest);
        if (most <= 1)
        {
            return;
        }

        Span<uint> ids = stackalloc uint[Abi.Cores.Most - 1];
        CoreCandidates candidates = CoreCandidates.Of(Acpi.Madt, LocalApic.Id, LocalApic.IsX2Apic, ids);
        CoreReport.Candidates(candidates, Acpi.Madt, Acpi.HasMadt);
        bool isGiven = BootOptions.IsGiven("cores"u8) && !BootOptions.Is("cores"u8, "all"u8);
        if (isGiven && most > candidates.Count + 1)
        {
            CoreReport.TooFew(most, candidates.Count + 1);
        }

        if (candidates.Count == 0)
        {
            return;
        }

        ulong page = StartPage.Find(BootX86.Info.Memory.Entries);
        if (page == 0)
        {
            KernelConsole.WriteLine("cores: no free page below 1 MiB to start other cores from; going on with one"u8);
            return;
        }

        CopyStartPage(page);
        CoreTraits.KeepFirst();
        MemoryTypes.KeepFirst();
        ReadOnlySpan<uint> wanted = candidates.Ids;
        foreach (uint id in wanted)
        {
            LocalApic.Send(id, LocalApicRegisters.DeliverInit);
        }

        Wait(AfterInitNs);
        CoreBlock* spare = null;
        for (int i = 0; i < wanted.Length && CoreTable.Count < most; i++)
        {
            spare = spare != null ? spare : Prepare(CoreTable.Count + 1);
            if (spare == null)
            {
                KernelConsole.WriteLine("cores: no memory for more cores"u8);
                return;
            }

            spare = TryStart(spare, wanted[i], page) ? null : spare;
        }
    }

    private static void CopyStartPage(ulong page)
    {
        // Safety: StartPage found RAM that is nobody's; the window shows all below 640 KiB, writable.
        byte* from = StartPageCode();
        byte* to = (byte*)DirectMap.Pointer(page);
        for (ulong i = 0; i < StartPageLength(); i++)
        {
            to[i] = from[i];
        }
    }

    // Block, interrupt stacks, and the context that the core will idle in. Null: no memory; what was made is kept.
    private static CoreBlock* Prepare(int number)
    {
        var core = (CoreBlock*)X86Platform.ReserveMemory((nuint)PageSize.Bytes);
        if (core == null || !X86Platform.CommitMemory(core, (nuint)PageSize.Bytes, MemoryAccess.ReadWrite)
            || !FaultStacks.TryCreate(core))
        {
            return null;
        }

        core->Self = core;
        core->Number = number;
        core->Idle = Context.Create(null, 0, IdleStackBytes);
        if (core->Idle == null)
        {
            return null;
        }

        core->Idle->Core = (ushort)number;
        core->Idle->IsRunning = 1;
        return core;
    }

    private static bool TryStart(CoreBlock* core, uint apicId, ulong page)
    {
        CoreStartRecord* record = CoreStartRecord.Current;
        core->ApicId = apicId;
        core->ForgottenTo = Translations.Changes;
        record->ApicId = apicId;
        record->Missing = 0;
        record->Root = Paging.Root;
        record->Core = core;
        record->Context = core->Idle;
        record->Stack = core->Idle->StackHigh;
        Volatile.Write(ref record->Stage, CoreStage.Wanted);

        uint begin = LocalApicRegisters.DeliverStartUp | (uint)(page >> PageSize.Shift);
        LocalApic.Send(apicId, begin);
        if (!WaitBeyond(record, CoreStage.Wanted, SecondSendNs))
        {
            LocalApic.Send(apicId, begin);
        }

        bool came = WaitBeyond(record, CoreStage.Taken, s_silent < SilentWithPatience ? PatienceNs : LittlePatienceNs);
        uint stage = Interlocked.CompareExchange(ref record->Stage, CoreStage.None, CoreStage.Wanted);
        bool accepted = came && stage == CoreStage.Arrived && Accept(record, core, apicId);
        if (!accepted)
        {
            // Wherever it is, it must not go on with what the next one is given.
            s_silent += came ? 0 : 1;
            LocalApic.Send(apicId, LocalApicRegisters.DeliverInit);
            CoreReport.NotUsed(apicId, came ? stage : CoreStage.None, (byte*)record->Missing);
            Volatile.Write(ref record->Stage, CoreStage.None);
        }

        return accepted;
    }

    private static bool Accept(CoreStartRecord* record, CoreBlock* core, uint apicId)
    {
        if (!ClockAgreement.Reach(core, apicId))
        {
            return false;
        }

        CoreTable.Add(core);
        Volatile.Write(ref record->Stage, CoreStage.Accepted);
        return true;
    }

    private static bool WaitBeyond(CoreStartRecord* record, uint stage, long patienceNs)
    {
        long deadline = X86Clock.MonotonicNanoseconds() + patienceNs;
        while (Volatile.Read(ref record->Stage) <= stage)
        {
            if (X86Clock.MonotonicNanoseconds() >= deadline)
            {
                return false;
            }

            Processor.Pause();
        }

        return true;
    }

    private static void Wait(long ns)
    {
        long deadline = X86Clock.MonotonicNanoseconds() + ns;
        while (X86Clock.MonotonicNanoseconds() < deadline)
        {
            Processor.Pause();
        }
    }

    private static void OnRequest(ulong vector)
    {
        CoreBlock* core = CoreBlock.Current;
        CoreRequests.Serve(ref core->Requests, ref core->Served, (Faults.CpuState*)core->Interrupted);
    }

    [System.Runtime.InteropServices.DllImport("*", EntryPoint = "cosmos_start_page")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern byte* StartPageCode();

    [System.Runtime.InteropServices.DllImport("*", EntryPoint = "cosmos_start_page_length")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern ulong StartPageLength();
}
