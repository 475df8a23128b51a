using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>
/// What the kernel knows of a function that a process has claimed: what has to be undone when that ends, and what the
/// next one need not ask again. Changed by the owner with preemption off, and by its end.
/// </summary>
internal struct Claim
{
    /// <summary>Buffers that a claim may have.</summary>
    public const int MostBuffers = 32;

    /// <summary>Whether it is somebody's, or in quarantine.</summary>
    public bool IsTaken;

    /// <summary>The function; when nobody has it, the one whose BARs these are.</summary>
    public PciAddress Function;

    /// <summary>Vendor and device of the function when it was claimed; 0: nobody ever had this claim.</summary>
    public uint Identity;

    /// <summary>What its BARs are; a length of 0: none, or not asked yet. They outlive the claim.</summary>
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
