// Which of the processors that firmware lists are to be started. The list is not to be trusted: it may lack the core
// that reads it, name cores that no interrupt can reach, name one twice, or name more than the kernel takes. Each such
// thing is told, and what is left is used.
using System;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>What became of the processors of a MADT. Pure.</summary>
internal ref struct CoreCandidates
{
    // The ids that mean everybody (Intel SDM Vol. 3A §10.6.1, §10.12.9).
    private const uint EverybodyInXApic = 0xFF;
    private const uint EverybodyInX2Apic = uint.MaxValue;

    private readonly Span<uint> _ids;

    private CoreCandidates(Span<uint> ids) => _ids = ids;

    /// <summary>The APIC ids of the cores to start.</summary>
    public readonly ReadOnlySpan<uint> Ids => _ids[..Count];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the core that reads the table is in it.</summary>
    public bool ListsBootCore { get; private set; }

    /// <summary>Processors with an id that cannot be addressed.</summary>
    public int Unreachable { get; private set; }

    /// <summary>The first of them.</summary>
    public uint FirstUnreachable { get; private set; }

    /// <summary>Usable processors beyond the room for ids.</summary>
    public int Surplus { get; private set; }

    /// <summary>Sorts the processors of <paramref name="madt"/>.</summary>
    /// <param name="madt">The table.</param>
    /// <param name="bootId">The APIC id of the core that runs.</param>
    /// <param name="isX2Apic">Whether ids of 255 and more can be addressed.</param>
    /// <param name="ids">Takes the ids; its length is the most that are taken.</param>
    public static CoreCandidates Of(in Madt madt, uint bootId, bool isX2Apic, Span<uint> ids)
    {
        var candidates = new CoreCandidates(ids);
        uint everybody = isX2Apic ? EverybodyInX2Apic : EverybodyInXApic;
        for (int i = 0; i < madt.ProcessorCount; i++)
        {
            uint id = madt.ProcessorApicId(i);
            if (id == bootId)
            {
                candidates.ListsBootCore = true;
            }
            else if (id >= everybody)
            {
                candidates.FirstUnreachable = candidates.Unreachable == 0 ? id : candidates.FirstUnreachable;
                candidates.Unreachable++;
            }
            else if (candidates.Count == ids.Length)
            {
                candidates.Surplus++;
            }
            else
            {
                ids[candidates.Count++] = id;
            }
        }

        return candidates;
    }
}
