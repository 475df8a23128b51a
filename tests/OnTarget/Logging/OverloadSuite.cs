// OTP's logger_olp: what becomes of events that come faster than they are written.
using Cosmos.Runtime;
using Cosmos.Runtime.Logging;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Logging;

/// <summary>Claims about handlers that get too much.</summary>
public sealed class OverloadSuite
{
    private static readonly Logger s_log = new("overload_suite");

    private static readonly OverloadLimits s_limits = new() { Sync = 5, Drop = 20, Flush = 30, Burst = 0 };

    /// <summary>Who logs more than the handler writes waits for it.</summary>
    [Fact]
    public void Op_switch_to_sync() => With(s_limits, static () =>
    {
        Pid worker = Process.SpawnLink(static () =>
        {
            for (int number = 0; number < 10; number++)
            {
                s_log.Notice($"event {number}");
            }
        });
        for (int number = 0; number < 10; number++)
        {
            Expect.Until(
                () => Process.Info(worker) is null or { Status: ProcessStatus.Waiting }, "it waits or is done");
            Assert.True(number >= 3 || Process.IsAlive(worker), "it has to wait");
            LogStage.Begun begun = Expect.Message<LogStage.Begun>();
            Assert.Equal($"event {number}", begun.Item.Text);
            Process.Send(begun.Handler, new LogStage.GoOn());
        }

        Expect.Dead(worker);
        Assert.Equal(0L, Log.Handlers().Single().Dropped);
    });

    /// <summary>What comes to a full queue is dropped where it is made, counted, and told of.</summary>
    [Fact]
    public void Op_switch_to_drop() => With(s_limits with { Patience = TimeSpan.FromMilliseconds(1) }, static () =>
    {
        for (int number = 0; number < 60; number++)
        {
            s_log.Notice($"event {number}");
        }

        long dropped = Log.Handlers().Single().Dropped;
        Assert.InRange(dropped, 30L, 45L);
        Assert.InRange(Log.Handlers().Single().QueueLength, 15L, 20L);
        List<string> texts = WriteAll();
        Assert.Equal("event 0", texts[0]);
        Assert.Equal(60 - dropped, texts.Count(static text => text.StartsWith("event", StringComparison.Ordinal)));
        Assert.Contains($"{dropped} events were dropped: 20 were waiting", string.Join('\n', texts));
    });

    /// <summary>A handler with too much before it drops all of it, and says how much.</summary>
    [Fact]
    public void Op_switch_to_flush() => With(s_limits with { Sync = 30, Drop = 30 }, static () =>
    {
        s_log.Notice("first");
        LogStage.Begun begun = Expect.Message<LogStage.Begun>();
        for (int number = 0; number < 20; number++)
        {
            s_log.Notice("flushed");
        }

        // As if many processes had seen a short queue at once.
        for (int number = 0; number < 20; number++)
        {
            Process.Send(begun.Handler, "what else");
        }

        Process.Send(begun.Handler, new LogStage.GoOn());
        List<string> texts = WriteAll();
        Assert.Contains("dropped 19 events: more than 30 were waiting", string.Join('\n', texts));
        Assert.Equal(19L, Log.Handlers().Single().Dropped);
        s_log.Notice("last");
        Assert.True(WriteAll().Contains("last"), "it works on");
    });

    /// <summary>Of more events in a time than there may be, some are written, and the rest is counted.</summary>
    [Fact]
    public void Limit_burst_enabled_one()
    {
        var limits = new OverloadLimits { Burst = 10, BurstTime = TimeSpan.FromMilliseconds(500) };
        LogStage.With([LogStage.Teller() with { Overload = limits }], static () =>
        {
            for (int number = 0; number < 30; number++)
            {
                s_log.Notice($"event {number}");
            }

            Expect.Until(static () => Log.Handlers().Single().QueueLength == 0, "all came");
            Expect.Pause(600);
            s_log.Notice("later");
            var texts = new List<string>();
            while (texts.Count == 0 || texts[^1] != "later")
            {
                texts.Add(Expect.Message<LogEvent>().Text);
            }

            // The time may have begun anew in between, and then it is told of twice.
            int written = texts.Count(static text => text.StartsWith("event", StringComparison.Ordinal));
            Assert.InRange(written, 10, 29);
            Assert.Equal(30L - written, Log.Handlers().Single().Dropped);
            string[] told = [.. texts.Where(static text => text.StartsWith("handler", StringComparison.Ordinal))];
            Assert.InRange(told.Length, 1, 2);
            Assert.True(
                told.All(static text => text.EndsWith(" events: more than 10 came in 0.5 s", StringComparison.Ordinal)),
                told[0]);
        });
    }

    /// <summary>Limits that make no sense are refused.</summary>
    [Fact]
    public void Config_sanity_check()
    {
        OverloadLimits[] bad =
        [
            new() { Sync = 0 }, new() { Drop = 5 }, new() { Flush = 100 }, new() { Burst = -1 },
            new() { Patience = TimeSpan.Zero },
        ];
        foreach (OverloadLimits limits in bad)
        {
            Assert.Throws<ArgumentException>(() => Log.Start(LogStage.Teller() with { Overload = limits }));
        }

        Assert.Null(Process.WhereIs("logger"));
    }

    private static void With(OverloadLimits limits, Action body) => LogStage.With(
        [LogStage.Waiting() with { Overload = limits }],
        () =>
        {
            body();
            WriteAll();
        });

    // Lets the handler write until it has nothing left.
    private static List<string> WriteAll()
    {
        var texts = new List<string>();
        while (true)
        {
            while (Process.TryReceive(Expect.Ms(20), out LogStage.Begun? begun))
            {
                texts.Add(begun.Item.Text);
                Process.Send(begun.Handler, new LogStage.GoOn());
            }

            if (Log.Handlers().All(static item => item.QueueLength == 0))
            {
                return texts;
            }
        }
    }
}
