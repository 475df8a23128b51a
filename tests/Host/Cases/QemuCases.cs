namespace Cosmos.Tests.Host.Cases;

/// <summary>The cases in QEMU.</summary>
public sealed class QemuCases(QemuImage image) : CasesOn<QemuImage>(image);

/// <summary>The cases in QEMU with two cores.</summary>
public sealed class QemuOnTwoCores(QemuPairImage image) : CasesOn<QemuPairImage>(image);

/// <summary>The cases in QEMU with four cores.</summary>
public sealed class QemuOnFourCores(QemuQuadImage image) : CasesOn<QemuQuadImage>(image);
