// The configuration space of a machine's PCI functions, for who reads it. What parses it is written against this, so
// that tests feed it machines that no factory would build. All of it is a device's word: whatever is read may be a lie.
namespace Cosmos.Core.Abi;

/// <summary>Registers of PCI functions.</summary>
public interface IConfigurationSpace
{
    /// <summary>Reads four bytes; all ones where nothing answers.</summary>
    /// <param name="function">Whose.</param>
    /// <param name="offset">A multiple of 4, below 4096.</param>
    uint Read(PciAddress function, int offset);
}
