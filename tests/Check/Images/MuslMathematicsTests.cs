// The extraction of musl's mathematics must be closed: what it takes is mathematics, and nothing that it takes needs
// anything else. Checked on the archive of this machine, and on archives made here that break the rule.
using System.Text;
using Cosmos.Build;

namespace Cosmos.Tests.Check.Images;

/// <summary>What <see cref="MuslMathematics"/> takes and refuses.</summary>
public sealed class MuslMathematicsTests : IDisposable
{
    private const string Musl = "/usr/lib/x86_64-linux-musl/libc.a";

    private readonly string _directory = Directory.CreateTempSubdirectory("cosmos-math-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>A missing memmove of ours must stay missing: musl may not answer for it.</summary>
    [Theory]
    [InlineData("memmove")]
    [InlineData("memset")]
    [InlineData("malloc")]
    [InlineData("abort")]
    [InlineData("__errno_location")]
    public void Nothing_but_mathematics_is_taken(string foreign) => Assert.DoesNotContain(foreign, Taken().Defined);

    [Theory]
    [InlineData("sin")]
    [InlineData("powf")]
    [InlineData("fmod")]
    [InlineData("cbrt")]
    public void The_functions_of_Math_are_taken(string function) => Assert.Contains(function, Taken().Defined);

    [Fact]
    public void Nothing_that_is_taken_needs_anything_else()
    {
        (HashSet<string> defined, HashSet<string> undefined) = Taken();
        Assert.Empty(undefined.Except(defined).Except(["__stack_chk_fail"]));
    }

    [Fact]
    public void What_is_no_library_is_refused()
    {
        string path = Path.Combine(_directory, "not.a");
        File.WriteAllText(path, "no archive");
        Assert.Equal(path, Assert.Throws<BuildException>(() => MuslMathematics.Extract(path, _directory)).Origin);
    }

    [Fact]
    public void A_library_without_a_function_is_refused_by_the_functions_name()
    {
        string path = Path.Combine(_directory, "empty.a");
        File.WriteAllText(path, "!<arch>\n", Encoding.ASCII);
        string message = Assert.Throws<BuildException>(() => MuslMathematics.Extract(path, _directory)).Message;
        Assert.Contains("does not define", message, StringComparison.Ordinal);
    }

    private (HashSet<string> Defined, HashSet<string> Undefined) Taken()
    {
        MuslMathematics.Extract(Musl, _directory);
        ElfObject[] objects =
            [.. Directory.GetFiles(_directory).Select(path => new ElfObject(path, File.ReadAllBytes(path)))];
        return ([.. objects.SelectMany(file => file.Defined)], [.. objects.SelectMany(file => file.Undefined)]);
    }
}
