// The products under test. The ISO carries its boot options inside, so tests that want others make an ISO of their own
// with the recipe that the product is made with; each is made once.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>The image of hello in its forms.</summary>
internal static class HelloImage
{
    private const string Command = "make build";
    private const int NameDigits = 12;
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_isos = [];

    /// <summary>What hello prints first: a screen or a serial line without it has not booted.</summary>
    public const string FirstWords = "Hello from C#";

    /// <summary>What hello prints last, from managed code that caught a processor fault.</summary>
    public const string LastWords = "Caught DivideByZeroException";

    /// <summary>The ELF, for QEMU's -kernel.</summary>
    public static string Elf => Repository.Product("hello.elf", Command);

    /// <summary>The ISO as built.</summary>
    public static string Iso => Repository.Product("hello.iso", Command);

    /// <summary>An ISO whose GRUB passes these options.</summary>
    public static string IsoWith(string options) =>
        s_isos.GetOrAdd(options, _ => new Lazy<string>(() => MakeIso(options))).Value;

    private static string MakeIso(string options)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options)))[..NameDigits];
        string work = Path.Combine(Repository.Root, "out", "artifacts", "boot-tests", name);
        string iso = work + ".iso";
        Directory.CreateDirectory(work);
        string script = Path.Combine(Repository.Root, "iso", "make-iso.sh");
        string kernel = Repository.Product("hello-linux", Command);
        using var process = Process.Start(
            new ProcessStartInfo("bash", [script, kernel, iso, work, options]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? iso : throw new InvalidOperationException($"make-iso.sh failed: {errors}");
    }
}
