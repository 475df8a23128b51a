// OTP's gen_server_SUITE.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Claims of gen_server_SUITE.</summary>
public sealed class GenServerSuite
{
    /// <summary>A server is called, told, and stopped.</summary>
    [Fact]
    public void Call_cast_stop()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(5)).Value;
        Assert.Equal(7, counter.Call(new Counter.Add(2)));
        counter.Cast(new Counter.Reset());
        Assert.Equal(0, counter.Call(default(Counter.Read)));
        counter.Stop();
        Expect.Nothing();
    }
}
