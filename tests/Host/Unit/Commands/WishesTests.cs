// What people ask of `make` is looked over before anything is built: a wish that cannot be is one line on the error
// output and the exit code 2, and nothing else happens.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Unit.Commands;

public class WishesTests
{
    private const string Script = "kernel/Cosmos.Build/Scripts/wishes.sh";
    private const int Refused = 2;
    private const int PatienceMs = 60_000;

    // A number is digits within bounds; a row is one that there is; a file is there.
    [Theory]
    [InlineData("bench", "CORES", "0")]
    [InlineData("bench", "CORES", "-1")]
    [InlineData("bench", "CORES", "x")]
    [InlineData("bench", "CORES", "1x")]
    [InlineData("bench", "CORES", "65")]
    [InlineData("bench", "CORES", "18446744073709551617")]
    [InlineData("bench", "NAME", "nonsense")]
    [InlineData("bench", "NAME", "ping")]
    [InlineData("bench", "NAME", "pingpong send")]
    [InlineData("bench", "NAME", ".*")]
    [InlineData("bench", "QUICK", "yes")]
    [InlineData("simulate", "SEED", "x")]
    [InlineData("simulate", "SEED", "-1")]
    [InlineData("simulate", "SEED", "08")]
    [InlineData("simulate", "SEED", "1 2")]
    [InlineData("simulate", "SEED", "2147483648")]
    [InlineData("simulate", "SEED", "2147483647")] // with the 1,000 that are the default, the last is too large
    [InlineData("simulate", "COUNT", "0")]
    [InlineData("simulate", "COUNT", "many")]
    [InlineData("oracle", "SEED", "0x10")]
    [InlineData("oracle", "COUNT", "1e3")]
    [InlineData("oracle", "PROGRAM", "3")] // of which seed?
    [InlineData("oracle", "FILE", "no/such/file")]
    [InlineData("stress", "ROUNDS", "0")]
    [InlineData("run", "PORT", "0")]
    [InlineData("run-linux", "PORT", "sip")]
    [InlineData("call", "PORT", "65524")] // its phones need ports as well
    [InlineData("call", "SCENARIO", "shout")]
    [InlineData("call", "RATE", "0")]
    [InlineData("load", "RATE", "0")]
    [InlineData("load", "SIDES", "asterisk")]
    [InlineData("load", "SMP", "none")]
    [InlineData("faults", "SEED", "x")]
    [InlineData("faults", "CALLS", "0")]
    [InlineData("faults", "NIC", "none")]
    [InlineData("faults", "BOARD", "/dev/ttyNobodyHas")]
    [InlineData("echo", "ROUNDS", "0")]
    [InlineData("echo", "SPAN", "long")]
    [InlineData("echo", "MEM", "much")]
    [InlineData("echo", "NIC", "e1000")]
    public void WhatCannotBeIsOneLine(string target, string name, string value)
    {
        (int code, string output, string errors) = Run("bash", [Script, target], (name, value));
        Assert.Equal(Refused, code);
        Assert.Empty(output);
        string line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"make {target} {name}={value}", line, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreCoresThanTheMachineHasAreRefused()
    {
        int present = int.Parse(Run("nproc", []).Output, CultureInfo.InvariantCulture);
        (int code, _, string errors) = Run("bash", [Script, "bench"], ("CORES", $"{present + 1}"));
        Assert.Equal(Refused, code);
        Assert.Contains($"this machine has {present}", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench", "CORES", "1")]
    [InlineData("bench", "CORES", "")]
    [InlineData("bench", "NAME", "spawn")]
    [InlineData("bench", "NAME", "pingpong-list")] // a group
    [InlineData("bench", "NAME", "sizes")]
    [InlineData("bench", "QUICK", "1")]
    [InlineData("simulate", "SEED", "0")]
    [InlineData("simulate", "SEED", "2147482648")]
    [InlineData("simulate", "COUNT", "1")]
    [InlineData("oracle", "SEED", "20261122")]
    [InlineData("oracle", "FILE", "tests/Oracle/Regressions/normal-ends.txt")]
    [InlineData("stress", "ROUNDS", "3")]
    [InlineData("call", "SCENARIO", "hold")]
    [InlineData("load", "RATE", "100 200")]
    [InlineData("echo", "SPAN", "10")]
    public void WhatCanBeIsNoWord(string target, string name, string value) =>
        Assert.Equal((0, "", ""), Run("bash", [Script, target], (name, value)));

    // Each target looks first: nothing is installed or built for a wish that cannot be.
    [Theory]
    [InlineData("bench", "CORES=0")]
    [InlineData("bench", "NAME=nonsense")]
    [InlineData("simulate", "SEED=nonsense")]
    [InlineData("oracle", "COUNT=nonsense")]
    [InlineData("stress", "ROUNDS=nonsense")]
    public void MakeStopsThere(string target, string wish)
    {
        (int code, string output, string errors) = Run("make", [target, wish]);
        Assert.Equal(Refused, code);
        Assert.Empty(output);
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"make {target} {wish}", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Matches(@"^make(\[\d+\])?: ", line)); // make's own word on exit codes
    }

    private static (int Code, string Output, string Errors) Run(
        string program, string[] arguments, params (string Name, string Value)[] wishes)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { "CORES", "NAME", "QUICK", "SEED", "COUNT", "PROGRAM", "FILE", "ROUNDS" })
        {
            start.Environment.Remove(name);
        }

        start.Environment.Remove("MAKEFLAGS"); // `make test` hands its own down
        start.Environment.Remove("MAKELEVEL");
        foreach ((string name, string value) in wishes)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(PatienceMs), "it ends");
        return (process.ExitCode, output.Result, errors.Result);
    }
}
