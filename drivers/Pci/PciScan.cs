// Which functions a machine has: bus 0, and the buses behind bridges, as firmware numbered them (PCI Local Bus
// Specification 3.0 §6.2; PCI-to-PCI Bridge Architecture Specification 1.2 §3.2.5). Nothing is written: sizes of BARs
// are asked for by the kernel, of functions that somebody has claimed.
//
// Each function is asked on each scan; what a driver wants to know is what is there now. A bus is looked at once,
// whatever bridges say, and a bridge that names its own bus, or one that was seen, is left out. So the scan ends on
// machines that no factory would build, at the latest when all 256 buses were seen.
using System.Collections.Immutable;
using Cosmos.Core.Abi;

namespace Cosmos.Drivers.Pci;

/// <summary>What a scan found.</summary>
/// <param name="Functions">In the order of their addresses, bus by bus as bridges lead there; no bridges.</param>
/// <param name="Refused">What was left out, and why.</param>
public sealed record PciScan(
    ImmutableArray<PciFunction> Functions, ImmutableArray<(PciAddress Address, PciFault Why)> Refused)
{
    private const int Buses = 256;
    private const int IdentityOffset = 0x00;
    private const int ClassOffset = 0x08;
    private const int KindOffset = 0x0C;
    private const int BusesOffset = 0x18;
    private const uint KindMask = 0x7F;
    private const uint IsMultiple = 0x80;
    private const uint DeviceKind = 0;
    private const uint BridgeKind = 1;

    /// <summary>Looks at the machine.</summary>
    public static PciScan Run() => Run(default(PciSpace));

    /// <summary>Looks at a configuration space.</summary>
    public static PciScan Run<TSpace>(TSpace space)
        where TSpace : IConfigurationSpace
    {
        var scan = new Course<TSpace>(space);
        scan.Enter(0);
        while (scan.TryNext(out int bus))
        {
            scan.Look(bus);
        }

        return new PciScan(scan.Functions.ToImmutable(), scan.Refused.ToImmutable());
    }

    // Buses that were found and not looked at yet, and those that were found ever.
    private sealed class Course<TSpace>(TSpace space)
        where TSpace : IConfigurationSpace
    {
        private readonly Queue<int> _buses = new();
        private readonly bool[] _isSeen = new bool[Buses];

        public ImmutableArray<PciFunction>.Builder Functions { get; } = ImmutableArray.CreateBuilder<PciFunction>();

        public ImmutableArray<(PciAddress Address, PciFault Why)>.Builder Refused { get; } =
            ImmutableArray.CreateBuilder<(PciAddress Address, PciFault Why)>();

        public bool TryNext(out int bus) => _buses.TryDequeue(out bus);

        public bool Enter(int bus)
        {
            bool isNew = !_isSeen[bus];
            _isSeen[bus] = true;
            if (isNew)
            {
                _buses.Enqueue(bus);
            }

            return isNew;
        }

        public void Look(int bus)
        {
            for (int device = 0; device < PciAddress.Devices; device++)
            {
                int functions = 1;
                for (int function = 0; function < functions; function++)
                {
                    var address = new PciAddress(bus, device, function);
                    if ((ushort)space.Read(address, IdentityOffset) is ushort.MaxValue or 0)
                    {
                        continue;
                    }

                    uint kind = space.Read(address, KindOffset) >> 16 & 0xFF;
                    functions = function == 0 && (kind & IsMultiple) != 0 ? PciAddress.Functions : functions;
                    Add(address, kind & KindMask);
                }
            }
        }

        private int BusBehind(PciAddress bridge) => (int)(space.Read(bridge, BusesOffset) >> 8 & 0xFF);

        private void Add(PciAddress address, uint kind)
        {
            PciFault fault = kind switch
            {
                DeviceKind => PciCapabilities.IsSound(space, address) ? PciFault.None : PciFault.BadCapabilities,
                BridgeKind => Enter(BusBehind(address)) ? PciFault.None : PciFault.Overlap,
                _ => PciFault.NotADevice,
            };
            if (fault != PciFault.None)
            {
                Refused.Add((address, fault));
            }
            else if (kind == DeviceKind)
            {
                uint identity = space.Read(address, IdentityOffset);
                uint type = space.Read(address, ClassOffset);
                Functions.Add(new PciFunction(
                    address, (ushort)identity, (ushort)(identity >> 16), type >> 8, (byte)type));
            }
        }
    }
}
