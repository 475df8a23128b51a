// How work is counted. OTP counts function calls; here an operation of the runtime is one reduction and a slice that
// was used up is what a slice is in OTP, so that numbers mean about the same.
namespace Cosmos.Runtime.Processes;

/// <summary>Weights of work.</summary>
internal static class Reductions
{
    /// <summary>A slice of computing.</summary>
    public const ulong PerSlice = 4000;
}
