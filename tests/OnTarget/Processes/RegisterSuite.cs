// OTP's register_SUITE, and the cases about names of process_SUITE (bad_register) and bif_SUITE.
using Cosmos.Runtime;

#pragma warning disable IDE1006 // The names of cases are OTP's, some of which begin with t_.

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about registered names.</summary>
public sealed class RegisterSuite
{
    private const int Races = 5_000;

    /// <summary>Register, look up, kill, thousands of times: the look-up never finds a dead process.</summary>
    [Fact]
    public void Otp_8099()
    {
        Atom name = "otp_8099_reg_proc";
        for (int round = 0; round < Races; round++)
        {
            Pid pid = Process.Spawn(Puppet.Wait);
            if (!TryRegister(name, pid))
            {
                if (Process.WhereIs(name) is { } old)
                {
                    Assert.True(Process.IsAlive(old) || Process.WhereIs(name) != old);
                    Process.Exit(old, ExitReason.Kill);
                }

                TryUnregister(name);
                Process.Register(name, pid);
            }

            Assert.Equal<Pid?>(pid, Process.WhereIs(name));
            Process.Exit(pid, ExitReason.Kill);
        }

        Expect.Until(() => Process.WhereIs(name) is null, "the last one's name is free");
    }

    /// <summary>
    /// A name is given once; a process has one name; a dead one gets none; the error names the culprit.
    /// </summary>
    [Fact]
    public void Bad_register()
    {
        Pid first = Puppet.StartLinked(new SpawnOptions { Name = "a_name" });
        Pid second = Puppet.StartLinked();
        ArgumentException taken = Assert.ThrowsAny<ArgumentException>(() => Process.Register("a_name", second));
        Assert.True(taken.Message.Contains("a_name", StringComparison.Ordinal), taken.Message);
        Assert.ThrowsAny<ArgumentException>(() => Process.Register("another_name", first));
        Assert.ThrowsAny<ArgumentException>(() => Process.Register("undefined", second));
        Pid dead = Process.Spawn(static () => { });
        Expect.Dead(dead);
        Assert.ThrowsAny<ArgumentException>(() => Process.Register("a_long_and_unused_name", dead));
        Assert.Null(Process.WhereIs("a_long_and_unused_name"));
        ArgumentException unknown = Assert.ThrowsAny<ArgumentException>(static () => Process.Send("nobody_here", 1));
        Assert.True(unknown.Message.Contains("nobody_here", StringComparison.Ordinal), unknown.Message);
        Expect.Killed(first);
        Expect.Killed(second);
    }

    /// <summary>A name can be taken away and given to another; the list of names is exact.</summary>
    [Fact]
    public void T_register()
    {
        Pid pid = Puppet.StartLinked();
        Process.Register("moves", pid);
        Assert.Equal<Pid?>(pid, Process.WhereIs("moves"));
        Assert.True(Process.Registered().Contains("moves"));
        Process.Unregister("moves");
        Assert.Null(Process.WhereIs("moves"));
        Assert.False(Process.Registered().Contains("moves"));
        Process.Register("moves", Process.Self);
        Process.Send("moves", 17);
        Expect.Next(17);
        Process.Unregister("moves");
        Expect.Killed(pid);
    }

    /// <summary>Unregistering a name that nobody has is an error that says which name.</summary>
    [Fact]
    public void Unregister_unknown()
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(static () => Process.Unregister("never_given"));
        Assert.True(error.Message.Contains("never_given", StringComparison.Ordinal), error.Message);
    }

    /// <summary>A spawn with a name that is taken fails, and no process is left behind.</summary>
    [Fact]
    public void Spawn_with_a_taken_name()
    {
        Pid first = Puppet.StartLinked(new SpawnOptions { Name = "taken" });
        HashSet<Pid> before = [.. Process.All()]; // some of them may be ending
        Assert.ThrowsAny<ArgumentException>(static () => Puppet.Start(new SpawnOptions { Name = "taken" }));
        Assert.Empty(Process.All().Where(pid => !before.Contains(pid)));
        Assert.Equal<Pid?>(first, Process.WhereIs("taken"));
        Expect.Killed(first);
    }

    private static void TryUnregister(Atom name)
    {
        try
        {
            Process.Unregister(name);
        }
        catch (ArgumentException)
        {
        }
    }

    private static bool TryRegister(Atom name, Pid pid)
    {
        try
        {
            Process.Register(name, pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
