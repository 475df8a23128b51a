// Return addresses inside our own assembly by which a stack walk recognises what it stands in. They are read once.
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>Known places in ExceptionDispatch.asm and InterfaceDispatch.asm.</summary>
[AssemblyLayout]
internal static unsafe class Thunks
{
    /// <summary>Bytes of locals between RSP and the saved registers in the funclet callers.</summary>
    public const int FuncletLocalsSize = 0x28;

    /// <summary>
    /// Bytes of the interface dispatch stub's frame: six argument registers and eight vector registers.
    /// </summary>
    public const int DispatchFrameSize = 0xC8;

    /// <summary>Where a catch funclet returns to.</summary>
    public static nint CatchReturn;

    /// <summary>Where a finally or fault funclet returns to.</summary>
    public static nint FinallyReturn;

    /// <summary>Where a filter funclet returns to.</summary>
    public static nint FilterReturn;

    /// <summary>Where the resolver of an interface call returns to.</summary>
    public static nint DispatchReturn;

    private static nint s_throwReturn;
    private static nint s_rethrowReturn;
    private static nint s_faultReturn;

    /// <summary>True for the return addresses of calls to the managed dispatcher.</summary>
    public static bool IsThrowReturn(nint address)
        => address == s_throwReturn || address == s_rethrowReturn || address == s_faultReturn;

    /// <summary>Reads the addresses. Called once, before the first throw.</summary>
    public static void Initialize()
    {
        nint* places = Places();
        CatchReturn = places[0];
        FinallyReturn = places[1];
        FilterReturn = places[2];
        DispatchReturn = places[3];
        s_throwReturn = places[4];
        s_rethrowReturn = places[5];
        s_faultReturn = places[6];
    }

    [DllImport("*", EntryPoint = "cosmos_thunk_places"), SuppressGCTransition]
    private static extern nint* Places();
}
