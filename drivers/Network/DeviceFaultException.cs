// A device did what its specification forbids: an index that was never given out, a number of more than there are. From
// there on nothing in its rings can be trusted, so there is nothing to go on with: the driver ends, and its successor
// resets the device. Nobody catches this.
namespace Cosmos.Drivers.Network;

/// <summary>A device broke its rules.</summary>
/// <param name="what">Which, for the crash report.</param>
public sealed class DeviceFaultException(string what) : Exception(what);
