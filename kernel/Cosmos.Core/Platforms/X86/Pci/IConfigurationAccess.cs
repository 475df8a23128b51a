// Configuration space for who may change it: the kernel, on behalf of the process that has claimed the function. The
// width of a write matters: the upper half of the word with the command register is status, which clears what is
// written as one.
using Cosmos.Core.Abi;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>Registers of PCI functions, to be read and written.</summary>
internal interface IConfigurationAccess : IConfigurationSpace
{
    /// <summary>Writes one, two or four bytes.</summary>
    /// <param name="function">Whose.</param>
    /// <param name="offset">A multiple of the width.</param>
    /// <param name="width">1, 2 or 4.</param>
    /// <param name="value">What; only its low bytes count.</param>
    void Write(PciAddress function, int offset, int width, uint value);
}
