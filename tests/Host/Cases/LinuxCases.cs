namespace Cosmos.Tests.Host.Cases;

/// <summary>The cases as a Linux process.</summary>
public sealed class LinuxCases(LinuxImage image) : CasesOn<LinuxImage>(image);

/// <summary>The cases as a Linux process with two cores.</summary>
public sealed class LinuxOnTwoCores(LinuxPairImage image) : CasesOn<LinuxPairImage>(image);
