// Faults on Linux arrive as signals. The handler runs on an alternate stack, copies the registers out of the kernel's
// ucontext into the CpuState that the rest of the kernel knows, lets HardwareFaults decide, and copies them back: the
// return from the signal then resumes wherever that says.
// Source: linux/arch/x86/include/uapi/asm/sigcontext.h, signal(7), sigaltstack(2).
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>Signal handlers.</summary>
internal static unsafe class LinuxSignals
{
    private const nuint AlternateStackBytes = 256 * 1024;
    private const int SignalSetBytes = 8;
    private const int SetMaskOperation = 2;

    private const int SigIll = 4;
    private const int SigTrap = 5;
    private const int SigBus = 7;
    private const int SigFpe = 8;
    private const int SigSegv = 11;

    /// <summary>The signal of the core's alarm; debuggers let it pass without a word, as the next two.</summary>
    public const int SigAlarm = 14;

    /// <summary>Another core wants something: SIGURG, which nobody else sends.</summary>
    public const int SigRequest = 23;

    /// <summary>There may be something to read.</summary>
    public const int SigIo = 29;

    /// <summary>The core is to stop for good: SIGVTALRM. It is never held back.</summary>
    public const int SigStop = 26;

    private const ulong Interrupts = (1UL << (SigAlarm - 1)) | (1UL << (SigRequest - 1)) | (1UL << (SigIo - 1));

    // Intel SDM Vol. 3A table 6-1.
    private const ulong PageFault = 14;

    private const ulong FlagSigInfo = 4;
    private const ulong FlagRestorer = 0x0400_0000;
    private const ulong FlagOnStack = 0x0800_0000;
    private const ulong FlagRestart = 0x1000_0000;
    private const ulong FlagNoDefer = 0x4000_0000;

    // Offset of the general registers in ucontext, and their order (REG_R8 ... REG_CR2).
    private const int ContextRegisters = 40;

    private enum Slot
    {
        R8, R9, R10, R11, R12, R13, R14, R15, Rdi, Rsi, Rbp, Rbx, Rdx, Rax, Rcx, Rsp, Rip, Rflags, CsGsFs, Error,
        Vector, OldMask, Cr2,
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SignalAction
    {
        public nint Handler;
        public ulong Flags;
        public nint Restorer;
        public ulong Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct AlternateStack
    {
        public void* Base;
        public int Flags;
        public nuint Size;
    }

    /// <summary>Gives the running core's handlers their stack. False: no memory.</summary>
    public static bool TryMakeStack()
    {
        AlternateStack stack = default;
        stack.Base = LinuxPlatform.ReserveMemory(AlternateStackBytes);
        stack.Size = AlternateStackBytes;
        return stack.Base != null
            && LinuxPlatform.CommitMemory(stack.Base, AlternateStackBytes, MemoryAccess.ReadWrite)
            && SystemCall.Invoke(SystemCall.Sigaltstack, (long)&stack, 0) == 0;
    }

    /// <summary>Installs the handlers, which all cores have in common, and the first core's stack for them.</summary>
    public static void Initialize()
    {
        if (!TryMakeStack())
        {
            Fatal.Stop("No memory for the signal stack"u8);
        }

        // A fault handler is not preempted: it is not the process that runs there, nor on its stack.
        ulong faultMask = Interrupts;
        ulong faultFlags = FlagNoDefer;
        Install(SigIll, SignalEntry(), faultFlags, faultMask);
        Install(SigTrap, SignalEntry(), faultFlags, faultMask);
        Install(SigBus, SignalEntry(), faultFlags, faultMask);
        Install(SigFpe, SignalEntry(), faultFlags, faultMask);
        Install(SigSegv, SignalEntry(), faultFlags, faultMask);
        Install(SigAlarm, AlarmEntry(), FlagRestart, Interrupts);
        Install(SigRequest, AlarmEntry(), FlagRestart, Interrupts);
        Install(SigIo, AlarmEntry(), FlagRestart, Interrupts);
        Install(SigStop, StopEntry(), flags: 0, ulong.MaxValue);

        // Who started us may have blocked signals: a reboot from a fault handler did.
        ulong none = 0;
        SetMask(&none);
    }

    /// <summary>Holds alarm and requests back on the running core, or lets them come again.</summary>
    public static void BlockInterrupts(bool isBlocked)
    {
        ulong mask = isBlocked ? Interrupts : 0;
        SetMask(&mask);
    }

    /// <summary>Holds everything back for good.</summary>
    public static void BlockAll()
    {
        ulong mask = ulong.MaxValue;
        SetMask(&mask);
    }

    private static void SetMask(ulong* mask)
        => SystemCall.Invoke(SystemCall.RtSigprocmask, SetMaskOperation, (long)mask, 0, SignalSetBytes);

    private static void Install(int signal, nint handler, ulong flags, ulong mask)
    {
        SignalAction action = default;
        action.Handler = handler;
        action.Flags = flags | FlagSigInfo | FlagRestorer | FlagOnStack;
        action.Restorer = SignalReturn();
        action.Mask = mask;
        if (SystemCall.Invoke(SystemCall.RtSigaction, signal, (long)&action, 0, SignalSetBytes) != 0)
        {
            Fatal.Stop("rt_sigaction failed"u8);
        }
    }

    [RuntimeExport("CosmosLinuxSignal")]
    private static void OnSignal(int signal, byte* information, byte* context)
    {
        var registers = (ulong*)(context + ContextRegisters);
        CpuState state;
        CopyOut(registers, &state);
        ulong address = registers[(int)Slot.Cr2];
        if (signal != SigSegv || state.Vector != PageFault || !StackFaults.TryServe(&state, address))
        {
            HardwareFaults.Raise(&state, address);
        }

        registers[(int)Slot.Rdi] = state.Rdi;
        registers[(int)Slot.Rsi] = state.Rsi;
        registers[(int)Slot.Rip] = state.Rip;
        registers[(int)Slot.Rsp] = state.Rsp;
    }

    // An alarm, input, or another core's wish: may change where the process goes on, no more.
    [RuntimeExport("CosmosLinuxAlarm")]
    private static void OnInterrupt(int signal, byte* information, byte* context)
    {
        var registers = (ulong*)(context + ContextRegisters);
        CpuState state = default;
        state.Rip = registers[(int)Slot.Rip];
        state.Rsp = registers[(int)Slot.Rsp];
        if (signal == SigAlarm)
        {
            LinuxAlarm.OnFired();
            Interruption.Preempt(&state);
        }
        else if (signal == SigIo)
        {
            bool isRaised = LinuxInput.OnSignal();
            if (LinuxPackets.OnSignal() || isRaised)
            {
                Interruption.Preempt(&state);
            }
        }
        else
        {
            LinuxCore* core = LinuxCore.Current;
            CoreRequests.Serve(ref core->Requests, ref core->Served, &state);
        }

        registers[(int)Slot.Rip] = state.Rip;
    }

    [RuntimeExport("CosmosLinuxStop")]
    private static void OnStop(int signal, byte* information, byte* context)
    {
        CpuState state;
        CopyOut((ulong*)(context + ContextRegisters), &state);
        LinuxCores.StopHere(&state);
    }

    private static void CopyOut(ulong* registers, CpuState* state)
    {
        state->R15 = registers[(int)Slot.R15];
        state->R14 = registers[(int)Slot.R14];
        state->R13 = registers[(int)Slot.R13];
        state->R12 = registers[(int)Slot.R12];
        state->R11 = registers[(int)Slot.R11];
        state->R10 = registers[(int)Slot.R10];
        state->R9 = registers[(int)Slot.R9];
        state->R8 = registers[(int)Slot.R8];
        state->Rbp = registers[(int)Slot.Rbp];
        state->Rdi = registers[(int)Slot.Rdi];
        state->Rsi = registers[(int)Slot.Rsi];
        state->Rdx = registers[(int)Slot.Rdx];
        state->Rcx = registers[(int)Slot.Rcx];
        state->Rbx = registers[(int)Slot.Rbx];
        state->Rax = registers[(int)Slot.Rax];
        state->Vector = registers[(int)Slot.Vector];
        state->Error = registers[(int)Slot.Error];
        state->Rip = registers[(int)Slot.Rip];
        state->Cs = (ushort)registers[(int)Slot.CsGsFs];
        state->Rflags = registers[(int)Slot.Rflags];
        state->Rsp = registers[(int)Slot.Rsp];
        state->Ss = registers[(int)Slot.CsGsFs] >> 48;
    }

    [DllImport("*", EntryPoint = "cosmos_signal_entry_address"), SuppressGCTransition]
    private static extern nint SignalEntry();

    [DllImport("*", EntryPoint = "cosmos_alarm_entry_address"), SuppressGCTransition]
    private static extern nint AlarmEntry();

    [DllImport("*", EntryPoint = "cosmos_stop_entry_address"), SuppressGCTransition]
    private static extern nint StopEntry();

    [DllImport("*", EntryPoint = "cosmos_signal_return_address"), SuppressGCTransition]
    private static extern nint SignalReturn();
}
