using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Scheduling;

/// <summary>Tells run queues where a process keeps its neighbours.</summary>
internal readonly struct RunLink : IQueueLinks
{
    /// <inheritdoc/>
    public static ref QueueLink Of(int number) => ref Pool<ProcessRecord>.At(number).Link;
}
