// Names of methods from code addresses, by the metadata that ILC embeds for stack traces. Looking a name up allocates
// and runs library code, so it is asked for only while the runtime is up; when that itself faults, the second epitaph
// (FaultDepth > 1) does without.
using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Faults;

/// <summary>Writes method names for the epitaph.</summary>
internal static unsafe class MethodNames
{
    /// <summary>
    /// Writes " Type.Method" for the frame with the return or fault address <paramref name="address"/>.
    /// </summary>
    public static void Write(nint address)
    {
        if (!Startup.IsRuntimeUp || Context.CurrentBlock->FaultDepth > 1)
        {
            return;
        }

        DiagnosticMethodInfo? method = Find(address);
        if (method != null)
        {
            KernelConsole.Write(" "u8);
            KernelConsole.WriteUtf16(method.DeclaringTypeName);
            KernelConsole.Write("."u8);
            KernelConsole.WriteUtf16(method.Name);
        }
    }

    /// <summary>"Namespace.Type.Method" for an address in a method, or the address in hexadecimal. Allocates.</summary>
    public static string NameOf(nint address)
    {
        DiagnosticMethodInfo? method = EhFrame.IsManaged(address) ? Find(address) : null;
        return method == null ? "0x" + address.ToString("x") : method.DeclaringTypeName + "." + method.Name;
    }

    private static DiagnosticMethodInfo? Find(nint address)
    {
        try
        {
            return DiagnosticMethodInfo.Create(NewStackFrame(address, needFileInfo: false));
        }
        catch (OutOfMemoryException)
        {
            return null; // the address stands alone then
        }
    }

    // StackFrame for an arbitrary address is internal to CoreLib.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern StackFrame NewStackFrame(nint address, bool needFileInfo);
}
