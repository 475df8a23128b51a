// What a process holds of a device: registers, memory that the device reaches, the device itself. A handle is good in
// the process that claimed the device and nowhere else: it cannot travel (TravelRules), nothing static holds it, so it
// ends with its process, and only then the kernel takes back what is behind it. That is why there is no way to give a
// handle back earlier, and why no access has to ask whether the handle is still good.
namespace Cosmos.Core.Abi;

/// <summary>The base of what means something only in the process that claimed a device.</summary>
public abstract class DeviceHandle
{
    private protected DeviceHandle()
    {
    }
}
