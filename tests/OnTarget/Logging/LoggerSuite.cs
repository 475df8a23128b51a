// OTP's logger_SUITE: levels, handlers, filters, metadata, reports. Names of cases are OTP's where the case is.
using Cosmos.Runtime;
using Cosmos.Runtime.Logging;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Logging;

/// <summary>Claims about the log.</summary>
public sealed class LoggerSuite
{
    private static readonly Logger s_log = new("logger_suite");
    private static readonly Logger s_other = new("other_component");

    /// <summary>Each level has its member; the event says who, what, where and when.</summary>
    [Fact]
    public void Log_all_levels_api() => LogStage.With([LogStage.Teller()], static () =>
    {
        LogLevels.Primary = LogLevel.All;
        DateTime before = DateTime.UtcNow;
        s_log.Emergency($"text {1}");
        s_log.Alert($"text {2}");
        s_log.Critical($"text {3}");
        s_log.Error($"text {4}");
        s_log.Warning($"text {5}");
        s_log.Notice($"text {6}");
        s_log.Info($"text {7}");
        s_log.Debug($"text {8}");
        s_log.Debug("text 9");
        for (int number = 1; number <= 9; number++)
        {
            LogEvent item = Expect.Message<LogEvent>();
            Assert.Equal($"text {number}", item.Text);
            Assert.Equal((LogLevel)Math.Min(number, 8), item.Level);
            Assert.Equal(Process.Self, item.Process);
            Assert.Equal<Atom>("logger_suite", item.Component);
            Assert.Equal(nameof(Log_all_levels_api), item.Member);
            Assert.True(item.File.EndsWith("LoggerSuite.cs", StringComparison.Ordinal) && item.Line > 10, item.File);
            Assert.True(item.Time >= before && item.Time <= DateTime.UtcNow, "it happened just now");
        }
    });

    /// <summary>A component's level goes before the primary one, up and down, until it is taken away.</summary>
    [Fact]
    public void Set_module_level() => LogStage.With([LogStage.Teller()], static () =>
    {
        Assert.Null(LogLevels.Of("logger_suite"));
        LogLevels.Set("logger_suite", LogLevel.Debug);
        Assert.Equal<LogLevel?>(LogLevel.Debug, LogLevels.Of("logger_suite"));
        s_other.Debug("not this");
        s_log.Debug("this");
        Assert.Equal("this", Expect.Message<LogEvent>().Text);
        LogLevels.Set("logger_suite", LogLevel.None);
        s_log.Emergency("not this");
        s_other.Error("this");
        Assert.Equal("this", Expect.Message<LogEvent>().Text);
        LogLevels.Set("logger_suite", null);
        s_log.Notice("this");
        Assert.Equal("this", Expect.Message<LogEvent>().Text);
        Expect.Nothing(5);
        Assert.Throws<ArgumentOutOfRangeException>(static () => LogLevels.Primary = (LogLevel)77);
    });

    /// <summary>A handler gets events from when it is added until it is taken away, in order.</summary>
    [Fact]
    public void Add_remove_handler() => LogStage.With([LogStage.Teller("first")], static () =>
    {
        s_log.Notice("one");
        Log.AddHandler(LogStage.Teller("second"));
        s_log.Notice("two");
        Assert.Sequence(["one", "two", "two"], Texts(3).Order());
        Assert.Throws<ArgumentException>(static () => Log.AddHandler(LogStage.Teller("second")));
        Assert.Sequence<Atom>(["first", "second"], Array.ConvertAll(Log.Handlers(), static item => item.Id));
        Assert.True(Log.RemoveHandler("first"));
        Assert.False(Log.RemoveHandler("first"));
        s_log.Notice("three");
        Assert.Sequence(["three"], Texts(1));
        Expect.Nothing(5);
    });

    /// <summary>Each handler has a level of its own, which can be changed.</summary>
    [Fact]
    public void Multiple_handlers() => LogStage.With([LogStage.Teller() with { Level = LogLevel.Error }], static () =>
    {
        s_log.Warning("not this");
        s_log.Error("this");
        Assert.Sequence(["this"], Texts(1));
        Assert.True(Log.SetHandlerLevel("teller", LogLevel.Warning));
        Assert.False(Log.SetHandlerLevel("nobody", LogLevel.Warning));
        s_log.Warning("this, too");
        Assert.Sequence(["this, too"], Texts(1));
    });

    /// <summary>Filters stop events, let them through, and put others in their place.</summary>
    [Fact]
    public void Add_remove_filter() => LogStage.With([LogStage.Teller()], static () =>
    {
        Log.AddFilter("stop", static (ref LogEvent item) =>
            item.Text.Contains("secret", StringComparison.Ordinal) ? LogVerdict.Stop : LogVerdict.Ignore);
        Log.AddFilter("change", static (ref LogEvent item) =>
        {
            item = item with { Text = item.Text.ToUpperInvariant() };
            return LogVerdict.Log;
        });
        Log.AddFilter("never asked", static (ref LogEvent _) => LogVerdict.Stop);
        Assert.Throws<ArgumentException>(static () => Log.AddFilter("stop", static (ref LogEvent _) => LogVerdict.Log));
        s_log.Notice("a secret");
        s_log.Notice("a word");
        Assert.Sequence(["A WORD"], Texts(1));
        Assert.True(Log.RemoveFilter("stop") && Log.RemoveFilter("change") && Log.RemoveFilter("never asked"), "all");
        Assert.False(Log.RemoveFilter("stop"));
        s_log.Notice("a secret");
        Assert.Sequence(["a secret"], Texts(1));
    });

    /// <summary>A filter that fails is taken away and told of; who logged goes on, and so does the event.</summary>
    [Fact]
    public void Filter_failed()
    {
        LogFilter failing = static (ref LogEvent item) => throw new InvalidOperationException("it cannot decide");
        var filters = new LogFilters([new NamedFilter("own", failing)]);
        LogStage.With([LogStage.Teller() with { Filters = filters }], () =>
        {
            Log.AddFilter("primary", failing);
            s_log.Notice("an event");
            s_log.Notice("another event");
            Assert.Contains("it cannot decide", Text("filter primary failed and was taken away"));
            Assert.Contains("it cannot decide", Text("handler teller: filter own failed and was taken away"));
            Assert.Sequence(["an event", "another event"], Texts(2));
            Assert.False(Log.RemoveFilter("primary"));
            s_log.Notice("three");
            Assert.Sequence(["three"], Texts(1));
            Expect.Nothing(5);
        });
    }

    /// <summary>A handler's own filters count for it alone.</summary>
    [Fact]
    public void Handler_filters()
    {
        LogFilter even = static (ref LogEvent item) => item.Text.Length % 2 == 0 ? LogVerdict.Log : LogVerdict.Stop;
        var filters = new LogFilters([new NamedFilter("even", even)]);
        LogStage.With([LogStage.Teller() with { Filters = filters }], static () =>
        {
            s_log.Notice("odd");
            s_log.Notice("even");
            Assert.Sequence(["even"], Texts(1));
        });
    }

    /// <summary>What belongs to a process, and to a logger, belongs to their events.</summary>
    [Fact]
    public void Process_metadata() => LogStage.With([LogStage.Teller()], static () =>
    {
        LogMetadata.Set("call", 17);
        LogMetadata.Set("call", 18);
        s_log.With("leg", "a").With("peer", Process.Self).Notice("text");
        LogEvent item = Expect.Message<LogEvent>();
        Assert.Sequence(
            [new LogField("call", 18), new LogField("leg", "a"), new LogField("peer", Process.Self)], item.Fields);
        LogMetadata.OfProcess = [];
        Process.Register("logger_suite_process", Process.Self);
        s_log.Notice("text");
        item = Expect.Message<LogEvent>();
        Assert.Empty(item.Fields);
        Assert.Equal<Atom>("logger_suite_process", item.Name);
        Process.Unregister("logger_suite_process");
    });

    /// <summary>A report travels as data, with its text.</summary>
    [Fact]
    public void Reports_are_data() => LogStage.With([LogStage.Teller()], static () =>
    {
        s_log.Report(LogLevel.Notice, new Told("a", 1));
        LogEvent item = Expect.Message<LogEvent>();
        Assert.Equal<object?>(new Told("a", 1), item.Report);
        Assert.Equal(new Told("a", 1).ToString(), item.Text);
        s_log.Notice(new string('x', 3 * LogEvent.MostCharacters));
        item = Expect.Message<LogEvent>();
        Assert.True(item.Text.Length < LogEvent.MostCharacters + 100, "a text is cut");
    });

    /// <summary>What means something only in its process is logged as text, and nobody ends for it.</summary>
    [Fact]
    public void What_cannot_travel_is_text() => LogStage.With([LogStage.Teller()], static () =>
    {
        s_log.With("handle", new WeakReference("")).With("number", 1).Notice("text");
        LogEvent item = Expect.Message<LogEvent>();
        Assert.Equal("text", item.Text);
        string words = new WeakReference("").ToString()!;
        Assert.Sequence([new LogField("handle", words), new LogField("number", "1")], item.Fields);
        s_log.Report(LogLevel.Notice, new WeakReference(""));
        item = Expect.Message<LogEvent>();
        Assert.Null(item.Report);
        Assert.Equal(words, item.Text);
        Assert.Equal(words, Log.Recent(1)[0].Text);
    });

    /// <summary>The end of a process by an error is an event, with its text.</summary>
    [Fact]
    public void Crash_report() => LogStage.With([LogStage.Teller()], static () =>
    {
        (Pid pid, Ref monitor) = Process.SpawnMonitor(static () => throw new InvalidOperationException("oh"));
        Expect.Down(monitor);
        LogEvent item = Expect.Message<LogEvent>();
        Assert.Equal(LogLevel.Error, item.Level);
        Assert.Equal(pid, item.Process);
        Assert.Contains($"{pid} ended: error (System.InvalidOperationException: oh)", item.Text);
        Assert.Contains($"CRASH {pid} ended", item.ToString());
    });

    /// <summary>A handler that fails is started anew; what it failed at is gone, what came after is not.</summary>
    [Fact]
    public void Handler_failed() => LogStage.With([new LogHandlerSpec("fails", new Failing(Process.Self))], static () =>
    {
        s_log.Notice("good");
        s_log.Notice("bad");
        s_log.Notice("better");
        List<string> texts = [.. Texts(3)];
        Assert.Sequence(["better", "good"], texts.Where(static text => !text.StartsWith('=')).Order());
        Assert.Contains("it cannot write this", texts.Single(static text => text.StartsWith('=')));
        Expect.Until(static () => !Log.Handlers().Single().Process.IsNone, "it runs");
    });

    /// <summary>A handler is killed again and again, and all events are written, but those in its hands.</summary>
    [Fact]
    public void Handler_killed() => LogStage.With([LogStage.Teller()], static () =>
    {
        for (int round = 0; round < 4; round++)
        {
            Pid handler = Log.Handlers().Single().Process;
            for (int number = 0; number < 10; number++)
            {
                s_log.Notice($"{round}.{number}");
                if (number == 4)
                {
                    Process.Exit(handler, ExitReason.Kill);
                }
            }

            Expect.Until(
                () => Log.Handlers().Single().Process is var now && now != handler && !now.IsNone,
                "there is a new one");
            s_log.Notice($"{round}.end");
            var seen = new HashSet<string>();
            while (!seen.Contains($"{round}.end"))
            {
                Assert.True(seen.Add(Expect.Message<LogEvent>().Text), "each event is written once");
            }

            Assert.True(seen.Count >= 10, $"{seen.Count} of 11 events were written: {string.Join(' ', seen)}");
        }
    });

    /// <summary>A handler that hangs is ended when it is taken away, and the log works on.</summary>
    [Fact]
    public void Handler_hangs() => LogStage.With([LogStage.Teller()], static () =>
    {
        Log.AddHandler(LogStage.Waiting());
        s_log.Notice("text");
        Pid slow = Expect.Message<LogStage.Begun>().Handler;
        Assert.Sequence(["text"], Texts(1));
        Assert.True(Log.RemoveHandler("slow"));
        Assert.False(Process.IsAlive(slow));
        s_log.Notice("later");
        Assert.Sequence(["later"], Texts(1));
    });

    /// <summary>
    /// The log's process is killed and started anew: what its handlers had not begun with is written then.
    /// </summary>
    [Fact]
    public void Log_killed() => LogStage.With([LogStage.Waiting()], static () =>
    {
        s_log.Notice("one");
        s_log.Notice("two");
        s_log.Notice("three");
        LogStage.Begun begun = Expect.Message<LogStage.Begun>();
        Assert.Equal("one", begun.Item.Text);
        Expect.Killed(Process.WhereIs("logger")!.Value);
        Expect.Dead(begun.Handler);
        s_log.Notice("four");
        _ = Log.Start(LogStage.Waiting(), LogStage.Teller()).Value;
        foreach (string expected in new[] { "two", "three", "four" })
        {
            begun = Expect.Message<LogStage.Begun>();
            Assert.Equal(expected, begun.Item.Text);
            Process.Send(begun.Handler, new LogStage.GoOn());
        }

        Expect.Nothing(5); // the other one is new, and begins with what comes from now on
    });

    /// <summary>The latest events are there, whoever has ended.</summary>
    [Fact]
    public void The_ring_outlives_all() => LogStage.With([LogStage.Teller()], static () =>
    {
        for (int number = 0; number < 300; number++)
        {
            s_log.Notice($"event {number}");
        }

        Pid server = Process.WhereIs("logger")!.Value;
        Pid handler = Log.Handlers().Single().Process;
        Expect.Killed(server);
        Expect.Dead(handler);
        string[] texts = [.. Log.Recent().Select(static item => item.Text).Where(static text => text[0] == 'e')];
        Assert.True(texts.Length >= 250, $"{texts.Length} events are there");
        Assert.Equal("event 299", texts[^1]);
        Assert.Equal("event 298", texts[^2]);
        Assert.Equal(2, Log.Recent(2).Count);
        _ = Log.Start(LogStage.Teller()).Value;
    });

    private static string Text(string part) => Expect.Message<LogEvent>(
        item => item.Text.Contains(part, StringComparison.Ordinal)).Text;

    private static string[] Texts(int count) =>
        [.. Enumerable.Range(0, count).Select(static _ => Expect.Message<LogEvent>().Text)];

    private sealed record Told(string What, int Number);

    private sealed class Failing(Pid to) : LogHandler
    {
        protected override void Write(LogEvent item)
        {
            if (item.Text == "bad")
            {
                throw new InvalidOperationException("it cannot write this");
            }

            Process.Send(to, item);
        }
    }
}
