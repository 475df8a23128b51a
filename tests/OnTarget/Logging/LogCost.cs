// What a program pays for what it does not say.
using Cosmos.Runtime;
using Cosmos.Runtime.Logging;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Logging;

/// <summary>Claims about events that nobody wants.</summary>
public sealed class LogCost
{
    private static readonly Logger s_log = new("log_cost");

    /// <summary>What is off is not evaluated, and allocates nothing.</summary>
    [Fact]
    public void Log_no_levels() => LogStage.With([LogStage.Teller()], static () =>
    {
        int asked = 0;
        s_log.Debug($"never {asked++}"); // statics are made at their first use
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++)
        {
            s_log.Debug($"never {round} {asked++}");
            s_log.Info($"never {round:X8}");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, asked);
        LogLevels.Primary = LogLevel.None;
        s_log.Emergency("never");
        Expect.Nothing(5);
        LogLevels.Primary = LogLevel.All;
        s_log.Debug($"once {asked++}");
        Assert.Equal("once 0", Expect.Message<LogEvent>().Text);
        Assert.Equal(1, asked);
    });
}
