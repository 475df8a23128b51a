namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>
/// What a machine-check bank held, as plain data that an interrupt handler may fill; Intel SDM Vol. 3B §15.3.2.
/// </summary>
internal struct BankContent
{
    /// <summary>Which.</summary>
    public int Bank;

    /// <summary>IA32_MCi_STATUS; 0: no bank holds anything.</summary>
    public ulong Status;

    /// <summary>IA32_MCi_ADDR, or 0.</summary>
    public ulong Address;

    /// <summary>IA32_MCi_MISC, or 0.</summary>
    public ulong Miscellaneous;
}
