// The machine as a platform: what Platform (the seam) calls when the image runs on bare metal. The members stand by
// subject: memory here beside this file, clock and entropy in Time, power in Power, the console in Console. All of them
// may be called before the managed runtime is up.
namespace Cosmos.Core.Platforms.X86;

/// <summary>The platform seam on bare x86-64 hardware.</summary>
internal static unsafe partial class X86Platform;
