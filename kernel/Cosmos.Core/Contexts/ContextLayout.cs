namespace Cosmos.Core.Contexts;

/// <summary>Sizes that assembly and C# agree on for contexts.</summary>
[AssemblyLayout]
internal static class ContextLayout
{
    /// <summary>
    /// Bytes kept below a context block for thread-local variables; the linker script asserts that they fit. CoreLib
    /// has three words of them, and a process pays for what is kept here.
    /// </summary>
    public const int ThreadLocalSize = 24;

    /// <summary>Bytes pushed by a voluntary switch: rbx, rbp, r12-r15 and the return address.</summary>
    public const int SwitchFrameSize = 7 * 8;

    /// <summary>
    /// Bytes below RSP that a function which calls nothing may use without saying so (System V ABI AMD64 §3.2.2).
    /// </summary>
    public const int RedZone = 128;
}
