using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Claims about the judgement on a case that must bring its machine down.</summary>
public sealed class CrashRunTests
{
    /// <summary>The epitaph and the exit code are both there.</summary>
    [Fact]
    public void The_right_words_and_a_failure_code_pass() =>
        Assert.True(Judge("echo @test begin A; echo unhandled: boom at X; exit 2").Passed);

    /// <summary>Each thing that is missing is named.</summary>
    [Theory]
    [InlineData("echo boom; exit 2", "did not begin")]
    [InlineData("echo boom; echo @test begin A; exit 2", "epitaph ought to contain")]
    [InlineData("echo @test begin A; echo boom", "failure exit code")]
    [InlineData("echo @test begin A; echo boom; kill -SEGV $$", "failure exit code")]
    [InlineData("echo @test begin A; echo boom; echo @test fail A x; exit 1", "returned")]
    [InlineData("echo @test begin A; echo boom; exec sleep 600", "fell silent")]
    public void Anything_less_fails_with_its_reason(string script, string reason)
    {
        CaseResult result = Judge(script);
        Assert.False(result.Passed);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }

    private static CaseResult Judge(string script)
    {
        using LinuxMachine machine = Shell.Machine(script);
        return CrashRun.Judge(machine, new DeclaredCase("A", "boom"), Shell.Silence);
    }
}
