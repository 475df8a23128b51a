using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>
/// What the kernel knows of a function that a process has claimed: what has to be undone when that ends. Changed by the
/// owner with preemption off, and by its end.
/// </summary>
internal struct Claim
{
    /// <summary>Buffers that a claim may have.</summary>
    public const int MostBuffers = 32;

    /// <summary>Whether it is somebody's, or in quarantine.</summary>
    public bool IsTaken;

    /// <summary>The function.</summary>
    public PciAddress Function;

    /// <summary>What its BARs are; a length of 0: none, or not asked yet.</summary>
    public BarList Bars;

    /// <summary>Its memory.</summary>
    public BufferList Buffers;

    /// <summary>How many of them.</summary>
    public int BufferCount;

    /// <summary>A piece of memory that the device reaches.</summary>
    internal struct Buffer
    {
        /// <summary>First byte, on the bus.</summary>
        public ulong Address;

        /// <summary>How many pages.</summary>
        public int Pages;
    }

    /// <summary>The buffers' places.</summary>
    [InlineArray(MostBuffers)]
    internal struct BufferList
    {
        private Buffer _first;
    }

    /// <summary>The BARs' places.</summary>
    [InlineArray(PciHeader.Bars)]
    internal struct BarList
    {
        private BarRange _first;
    }
}
