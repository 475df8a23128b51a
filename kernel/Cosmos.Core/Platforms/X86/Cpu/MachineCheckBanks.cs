// The processor's record of errors in itself, its caches and its memory: banks of registers, a set for each core. What
// it has corrected it only notes there, so somebody must look (Abi/MachineFaults); a bank keeps one error, and says
// by a bit that another one was lost. What it could not correct raises #MC, which ends the machine (FaultEntry).
//
// A bank is read and emptied on its own core: MSRs have no other way in.
namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>The running core's machine-check banks; Intel SDM Vol. 3B §15.3.</summary>
internal static class MachineCheckBanks
{
    /// <summary>IA32_MCi_STATUS bit 63: the bank holds an error.</summary>
    public const ulong Valid = 1ul << 63;

    private const ulong HasMiscellaneous = 1ul << 59;
    private const ulong HasAddress = 1ul << 58;

    private const uint Capabilities = 0x179; // IA32_MCG_CAP; bits 7..0: how many banks
    private const ulong CountOfBanks = 0xFF;
    private const uint FirstBank = 0x400; // IA32_MC0_CTL; four registers for each bank
    private const uint RegistersOfBank = 4;
    private const uint Status = 1;
    private const uint Address = 2;
    private const uint Miscellaneous = 3;

    private const uint FeatureMachineCheck = 1u << 7 | 1u << 14; // CPUID.1:EDX, MCE and MCA

    /// <summary>Whether the processor has banks.</summary>
    public static bool Exist => (Cpuid.Query(1).Edx & FeatureMachineCheck) == FeatureMachineCheck;

    /// <summary>
    /// Takes the first error that a bank holds out of it. Any context in which the core stays the same; needs
    /// <see cref="Exist"/>.
    /// </summary>
    /// <param name="found">What was there; <see cref="BankContent.Status"/> is 0 if nothing was.</param>
    public static void TakeFirst(out BankContent found)
    {
        found = default;
        uint banks = (uint)(Msr.Read(Capabilities) & CountOfBanks);
        for (uint bank = 0; bank < banks; bank++)
        {
            uint registers = FirstBank + bank * RegistersOfBank;
            ulong status = Msr.Read(registers + Status);
            if ((status & Valid) == 0)
            {
                continue;
            }

            // What a bank does not say it has raises #GP when it is read (§15.3.2.3, §15.3.2.4).
            found.Bank = (int)bank;
            found.Status = status;
            found.Address = (status & HasAddress) != 0 ? Msr.Read(registers + Address) : 0;
            found.Miscellaneous = (status & HasMiscellaneous) != 0 ? Msr.Read(registers + Miscellaneous) : 0;
            Msr.Write(registers + Status, 0);
            return;
        }
    }
}
