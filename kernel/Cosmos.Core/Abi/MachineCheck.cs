// An error that a processor has noted about itself, as its bank held it. What the codes mean is the model's business
// but for the lowest 16 bits (Intel SDM Vol. 3B §15.9), so they are handed on as they are.
using System.Globalization;

namespace Cosmos.Core.Abi;

/// <summary>A machine check; Intel SDM Vol. 3B §15.3.2.</summary>
/// <param name="Core">The core that noted it.</param>
/// <param name="Bank">In which of its banks.</param>
/// <param name="Status">IA32_MCi_STATUS.</param>
/// <param name="Address">IA32_MCi_ADDR; 0: the bank has none.</param>
/// <param name="Miscellaneous">IA32_MCi_MISC; 0: the bank has none.</param>
public readonly record struct MachineCheck(int Core, int Bank, ulong Status, ulong Address, ulong Miscellaneous)
{
    private const ulong Overflow = 1ul << 62;
    private const ulong Uncorrected = 1ul << 61;

    /// <summary>Whether the processor has mended what it was about.</summary>
    public bool IsCorrected => (Status & Uncorrected) == 0;

    /// <summary>Whether the bank has lost another one.</summary>
    public bool HasLost => (Status & Overflow) != 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsCorrected ? "corrected" : "not corrected")}, core {Core}, bank {Bank}, status {Status:x16}, "
        + $"address {Address:x}, miscellaneous {Miscellaneous:x}{(HasLost ? ", others were lost" : "")}");
}
