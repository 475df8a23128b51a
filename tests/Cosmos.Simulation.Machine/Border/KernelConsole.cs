// The kernel's printer, which the runtime uses where nothing may be allocated: here the console as any other.
using System.Text;

namespace Cosmos.Core;

/// <summary>Writes bytes.</summary>
internal static class KernelConsole
{
    public static void Write(ReadOnlySpan<byte> utf8) => Console.Write(Encoding.UTF8.GetString(utf8));
}
