// A configuration space that a test makes up: words, and which of their bits a write changes.
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Tests.Unit.Kernel.Pci;

/// <summary>Functions by address; what is not there reads as all ones.</summary>
internal sealed class FakeConfiguration : IConfigurationAccess
{
    private readonly Dictionary<(ushort Function, int Offset), uint> _words = [];
    private readonly Dictionary<(ushort Function, int Offset), uint> _writable = [];
    private readonly HashSet<ushort> _functions = [];

    /// <summary>How often anything was read.</summary>
    public int Reads { get; private set; }

    /// <summary>What was written to command registers, in order.</summary>
    public List<uint> Commands { get; } = [];

    /// <summary>Sets a word; a write later changes the bits of <paramref name="writable"/> only.</summary>
    public FakeConfiguration With(PciAddress function, int offset, uint value, uint writable = 0)
    {
        _functions.Add(function.Number);
        _words[(function.Number, offset)] = value;
        _writable[(function.Number, offset)] = writable;
        return this;
    }

    /// <summary>A function that is no bridge.</summary>
    public FakeConfiguration WithDevice(PciAddress function, uint identity, uint kind = 0) =>
        With(function, 0, identity).With(function, 0x0C, kind << 16).With(function, 4, 0, 0xFFFF);

    /// <inheritdoc/>
    public uint Read(PciAddress function, int offset)
    {
        Reads++;
        return _words.GetValueOrDefault(
            (function.Number, offset), _functions.Contains(function.Number) ? 0 : 0xFFFF_FFFF);
    }

    /// <inheritdoc/>
    public void Write(PciAddress function, int offset, int width, uint value)
    {
        if (offset == 4)
        {
            Commands.Add(value);
        }

        int shift = (offset & 3) * 8;
        uint lanes = (uint)((1UL << (width * 8)) - 1) << shift;
        (ushort Number, int) word = (function.Number, offset & ~3);
        uint mask = _writable.GetValueOrDefault(word) & lanes;
        _words[word] = (_words.GetValueOrDefault(word) & ~mask) | ((value << shift) & mask);
    }
}
