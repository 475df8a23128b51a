// Claims on devices and whose they are. A driver is a process that has claimed its device; when it ends, for whatever
// reason, the device is silenced, the memory that it could reach is taken back, and it is free for the next one, all
// before anybody is told of the end. The steps are the kernel's (PciClaims); that they are done, and in this order, is
// seen to here. Each can be done again: a process whose core was lost while it ended goes through all this once more.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Devices;

/// <summary>Devices and their owners. Preemption off.</summary>
internal static class DeviceClaims
{
    /// <summary>Makes the records, when the node starts: one for each claim, in order.</summary>
    public static void Initialize()
    {
        Pool<DeviceOwner>.Initialize(PciClaims.Most, isInOrder: true);
        for (int claim = 1; claim <= PciClaims.Most; claim++)
        {
            Pool<DeviceOwner>.At(Pool<DeviceOwner>.Rent()) = default;
        }
    }

    /// <summary>Claims a device for a process.</summary>
    public static PciFault TryClaim(PciAddress function, Pid owner, out int claim)
    {
        PciFault fault = PciClaims.TryOpen(function, out claim);
        if (fault == PciFault.None)
        {
            ref DeviceOwner record = ref Pool<DeviceOwner>.At(claim);
            record.Latch.Take();
            record.Owner = owner;
            record.Latch.Open();
        }

        return fault;
    }

    /// <summary>Whether a claim is a process's.</summary>
    public static bool IsOwner(int claim, Pid owner)
    {
        ref DeviceOwner record = ref Pool<DeviceOwner>.At(claim);
        record.Latch.Take();
        bool isOwn = record.Owner == owner;
        record.Latch.Open();
        return isOwn;
    }

    /// <summary>
    /// The owner has ended, and its lines are closed: one step of the way. False: it has nothing any more.
    /// </summary>
    public static bool TryLetGoOfOne(Pid owner)
    {
        for (int claim = 1; claim <= PciClaims.Most; claim++)
        {
            if (IsOwner(claim, owner))
            {
                LetGo(claim);
                return true;
            }
        }

        return false;
    }

    // Piece by piece, so that the core is not held for long. A device that does not stop keeps its claim and its
    // memory, and nobody owns it from then on.
    private static void LetGo(int claim)
    {
        bool isQuiet = PciClaims.TryQuiesce(claim);
        if (isQuiet && PciClaims.TryFreeOne(claim))
        {
            return;
        }

        ref DeviceOwner record = ref Pool<DeviceOwner>.At(claim);
        record.Latch.Take();
        record.Owner = default;
        record.Latch.Open();
        if (isQuiet)
        {
            PciClaims.Close(claim);
        }
    }
}
