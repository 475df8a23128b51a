// The kernel as a Linux executable: from the stack that execve left to Startup. The command line's words are the boot
// options, as GRUB's or QEMU's would be.
using System;
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>Entry on Linux.</summary>
internal static unsafe class LinuxBoot
{
    // Auxiliary vector (System V ABI AMD64 §3.4.3, linux/auxvec.h).
    private const ulong AuxiliaryEnd = 0;
    private const ulong AuxiliaryHwcap2 = 26;
    private const ulong AuxiliaryVirtualObject = 33;
    private const ulong Hwcap2FsGsBase = 2;

    private const int MaximumOptions = 2048;
    private const nuint GuessedStackBytes = 1024 * 1024;

    /// <summary>argv, for a reboot.</summary>
    public static byte** Arguments { get; private set; }

    /// <summary>envp, for a reboot.</summary>
    public static byte** Environment { get; private set; }

    [RuntimeExport("CosmosBootLinux")]
    private static void Boot(ulong* stack)
    {
        Platform.Kind = PlatformKind.Linux;
        int count = (int)stack[0];
        Arguments = (byte**)(stack + 1);
        Environment = Arguments + count + 1;
        bool hasFsGsBase = (Auxiliary(AuxiliaryHwcap2) & Hwcap2FsGsBase) != 0;
        ChooseFsBase(hasInstruction: hasFsGsBase ? 1 : 0, isLinux: 1);

        LinuxPlatform.InitializeClock((byte*)Auxiliary(AuxiliaryVirtualObject));
        ParseOptions(count);
        LinuxPlatform.InitializeMemory();
        CpuFeatures.Require();
        Interruption.Initialize();
        LinuxCores.InitializeFirst();
        LinuxSignals.Initialize();
        if (!LinuxAlarm.TryInitialize())
        {
            Fatal.Stop("timer_create failed; is the limit on pending signals (ulimit -i) zero?"u8);
        }

        // The stack that execve made; its guard is Linux's, and only Startup runs on it.
        ContextBlock* context = Context.CurrentBlock;
        context->StackHigh = (byte*)stack;
        context->StackLow = (byte*)stack - GuessedStackBytes;
        Startup.Run();
    }

    // What Linux says about itself under a key; 0 if it does not.
    private static ulong Auxiliary(ulong key)
    {
        byte** environment = Environment;
        while (*environment != null)
        {
            environment++;
        }

        for (var auxiliary = (ulong*)(environment + 1); auxiliary[0] != AuxiliaryEnd; auxiliary += 2)
        {
            if (auxiliary[0] == key)
            {
                return auxiliary[1];
            }
        }

        return 0;
    }

    // Each argument is one word of the line, whatever is in it: the shell has taken the user's quotes already.
    private static void ParseOptions(int count)
    {
        Span<byte> line = stackalloc byte[MaximumOptions];
        int length = 0;
        for (int i = 1; i < count; i++)
        {
            byte* word = Arguments[i];
            Append(line, ref length, (byte)'"');
            for (; *word != 0; word++)
            {
                if (*word is (byte)'"' or (byte)'\\')
                {
                    Append(line, ref length, (byte)'\\');
                }

                Append(line, ref length, *word);
            }

            Append(line, ref length, (byte)'"');
            Append(line, ref length, (byte)' ');
        }

        BootOptions.Parse(line[..length]);
    }

    private static void Append(Span<byte> line, ref int length, byte character)
    {
        if (length == line.Length)
        {
            Fatal.Stop("The boot options are longer than 2048 bytes; give fewer"u8);
        }

        line[length++] = character;
    }

    [DllImport("*", EntryPoint = "cosmos_choose_fs_base"), SuppressGCTransition]
    private static extern void ChooseFsBase(int hasInstruction, int isLinux);
}
