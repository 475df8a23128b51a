// The last resort, when the ACPI tables are missing or broken: the PM1a control ports at which emulators put them by
// default, with the emulator's own sleep type. They are facts about these programs, not of any specification:
//   QEMU since 2.0, both machine types, port 0x604, type 0    (hw/acpi/piix4.c, hw/isa/lpc_ich9.c)
//   Bochs, and QEMU before that, port 0xB004, type 0          (iodev/acpi.cc)
//   VirtualBox, port 0x4004, type 5                           (Devices/PC/DevACPI.cpp)
// On other hardware these ports are usually empty, and a write to an empty port does nothing.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Power-off by knowing the emulator.</summary>
internal static class FallbackPowerOff
{
    private const ushort QemuPort = 0x604;
    private const ushort BochsPort = 0xB004;
    private const ushort VirtualBoxPort = 0x4004;

    private const ushort SleepEnableType0 = 0x2000;
    private const ushort SleepEnableType5 = 0x3400;

    /// <summary>Tries all of them. Returns when nothing came of it.</summary>
    public static void TryAll()
    {
        Ports.Out16(QemuPort, SleepEnableType0);
        Ports.Out16(BochsPort, SleepEnableType0);
        Ports.Out16(VirtualBoxPort, SleepEnableType5);
        PowerWait.ForMachine();
    }
}
