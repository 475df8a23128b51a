namespace Cosmos.Core.Platforms;

/// <summary>What the kernel runs on.</summary>
public enum PlatformKind
{
    /// <summary>The bare machine.</summary>
    X86,

    /// <summary>A Linux process, on raw system calls.</summary>
    Linux,
}
