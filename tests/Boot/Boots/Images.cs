// The products under test. The ISO carries its boot options inside, so tests that want others make an ISO of their own
// with the recipe that the product is made with; each is made once.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>The images in their forms: hello, and the test image where a crash is wanted.</summary>
internal static class Images
{
    private const string Command = "make build IMAGE=hello";
    private const int NameDigits = 12;
    private const string TestsCommand = "make build IMAGE=tests";
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_isos = [];

    /// <summary>What hello prints first: a screen or a serial line without it has not booted.</summary>
    public const string FirstWords = "Hello from C#";

    /// <summary>What hello prints last, from managed code that caught a processor fault.</summary>
    public const string LastWords = "Caught DivideByZeroException";

    /// <summary>Hello's ELF, for QEMU's -kernel.</summary>
    public static string Elf => Repository.Product("hello.elf", Command);

    /// <summary>Hello's ISO as built.</summary>
    public static string Iso => Repository.Product("hello.iso", Command);

    /// <summary>The test image's ELF.</summary>
    public static string TestsElf => Repository.Product("tests.elf", TestsCommand);

    /// <summary>An ISO of hello whose GRUB passes these options.</summary>
    public static string IsoWith(string options) => Made(Repository.Product("hello-linux", Command), options);

    /// <summary>An ISO of the test image whose GRUB passes these options.</summary>
    public static string TestsIsoWith(string options) => Made(Repository.Product("tests-linux", TestsCommand), options);

    private static string Made(string kernel, string options) => s_isos
        .GetOrAdd($"{kernel} {options}", key => new Lazy<string>(() => MakeIso(kernel, options, key))).Value;

    private static string MakeIso(string kernel, string options, string key)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..NameDigits];
        string work = Path.Combine(Repository.Root, "out", "artifacts", "boot-tests", name);
        string iso = work + ".iso";
        Directory.CreateDirectory(work);
        string script = Path.Combine(Repository.Root, "iso", "make-iso.sh");
        using var process = Process.Start(
            new ProcessStartInfo("bash", [script, kernel, iso, work, options]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? iso : throw new InvalidOperationException($"make-iso.sh failed: {errors}");
    }
}
