// A campaign: calls are held up, and faults are done one after the other, each watched until all is whole again. At the
// end no new calls are made, those that there are end by themselves, and the whole is judged (Verdict): only then it is
// known whether a fault has harmed a call that it had nothing to do with.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Faults.Exchanges;
using Cosmos.Tests.Faults.Faults;
using Cosmos.Tests.Faults.Phones;

namespace Cosmos.Tests.Faults;

/// <summary>A campaign against one exchange.</summary>
/// <param name="exchange">The exchange; it has begun.</param>
/// <param name="options">How much.</param>
/// <param name="folder">Where files go.</param>
internal sealed class Campaign(IExchange exchange, LaboratoryOptions options, string folder)
{
    private const int Ok = 200;
    private const int NotFound = 404;
    private const int MostRate = 20; // an emulator on a busy machine carries no more

    // Callers wait some seconds for an answer, and repeat their question.
    private const double LongestRecoveryMs = 5000;

    // A supervisor that restarts more than ten times in ten seconds gives up, and so it should: a campaign shows what
    // single faults cost, so it keeps below that.
    private static readonly TimeSpan s_rhythm = TimeSpan.FromMilliseconds(1100);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_registrations = TimeSpan.FromSeconds(60);

    private readonly List<FaultResult> _results = [];
    private readonly HashSet<string> _involved = [];
    private readonly HashSet<string> _ended = [];
    private long _registered;

    /// <summary>Runs it, and tells as it goes.</summary>
    /// <returns>All faults with what came of them, and what is wrong with the whole.</returns>
    public (IReadOnlyList<FaultResult> Results, IReadOnlyList<string> Wrongs) Run()
    {
        Resources before = Resources.Read(exchange.Console);
        using var probe = new Probe(exchange.Address, exchange.Here);
        Require(Register(probe), "the phones could not register");
        Require(probe.CallNobody() == NotFound, "a call to nobody was not answered 404");
        string tree = ShellTree.Read(exchange.Console);
        Require(tree.Length > 0, "the shell did not answer");
        Require(
            exchange.Console.Ask("log warning", static _ => true, s_patience) is not null, "the shell did not answer");

        using var calls = new HeldCalls(
            exchange,
            options.Calls,
            Math.Min(MostRate, options.Calls),
            TimeSpan.FromSeconds(options.HoldSeconds),
            TimeSpan.FromSeconds(2 * options.HoldSeconds),
            folder);
        AwaitCalls(calls);
        var injector = new Injector(exchange, calls, probe);
        foreach (Fault fault in Chosen())
        {
            long begun = Stopwatch.GetTimestamp();
            FaultResult result = Try(fault, injector, probe, tree);
            _results.Add(result);
            string recovery = result.RecoveryMs is { } ms ? Text($"{ms:F1} ms") : "-";
            Console.WriteLine(
                $"  {fault,-28} {result.Outcome.ToString().ToLowerInvariant(),-10} {recovery,12}  {result.Remark}");
            if (result.Outcome is Outcome.Hang or Outcome.Reboot || !calls.Run)
            {
                return (_results, [$"ended at fault {fault}:\n{exchange.Console.Tail(30)}"]);
            }

            TimeSpan rest = s_rhythm - Stopwatch.GetElapsedTime(begun);
            Thread.Sleep(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        }

        (IReadOnlyList<FaultResult>, IReadOnlyList<string>) found =
            new Verdict(exchange, calls, probe, before, _involved, _ended).Judge(_results);
        exchange.Console.Ask("log notice", static _ => true, s_patience); // as it was; a board goes on
        return found;
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new LaboratoryException(otherwise);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<Fault> Chosen()
    {
        int taken = 0;
        for (int seed = options.Seed; taken < options.Count; seed++)
        {
            var fault = Fault.Of(seed, exchange.Emulator is null, Math.Max(1, exchange.Cores));
            if (options.Only.Length == 0 || options.Only == fault.Target || options.Only == Fault.NameOf(fault.Kind))
            {
                taken++;
                yield return fault;
            }
        }
    }

    private bool Register(Probe probe)
    {
        _registered = Stopwatch.GetTimestamp();
        return probe.Register("101", HeldCalls.CalleePort) == Ok && probe.Register("100", HeldCalls.CalleePort) == Ok;
    }

    private void AwaitCalls(HeldCalls calls)
    {
        long begun = Stopwatch.GetTimestamp();
        while (Resources.Calls(exchange.Console) < options.Calls * 9 / 10)
        {
            Require(calls.Run && Stopwatch.GetElapsedTime(begun) < s_patience, "the calls did not come up");
            Thread.Sleep(s_look);
        }
    }

    private FaultResult Try(Fault fault, Injector injector, Probe probe, string tree)
    {
        DateTime begun = DateTime.UtcNow;
        Injection injection = injector.Inject(fault);
        if (injection.Call is { } call)
        {
            (injection.CostsCall ? _ended : _involved).Add(call);
        }

        var recovery = Recovery.Watch(probe, injection.Over);
        (Outcome outcome, string remark) = exchange.Console.HasEnded ? (Outcome.Reboot, injection.Remark)
            : recovery.Ms is null ? (Outcome.Hang, injection.Remark)
            : Judge(injection, recovery, probe, tree);
        double outside = recovery.Lost > 0 || injection.InsideMs is null ? recovery.Ms ?? 0 : 0;
        double? ms = outcome == Outcome.Masked && injection.InsideMs is null ? null
            : Math.Max(injection.InsideMs ?? 0, outside);
        outcome = outcome == Outcome.Recovered && ms > LongestRecoveryMs ? Outcome.Degraded : outcome;
        return new FaultResult(fault, outcome, ms, remark) { Time = (begun, DateTime.UtcNow) };
    }

    private (Outcome Outcome, string Remark) Judge(Injection injection, Recovery recovery, Probe probe, string tree)
    {
        if (injection.Complaint is { } complaint)
        {
            return (Outcome.Wrong, complaint);
        }

        if (recovery.IsWrong)
        {
            return (Outcome.Wrong, $"OPTIONS was answered {recovery.Refusal}");
        }

        int status = probe.CallNobody();
        if (status != NotFound)
        {
            return (Outcome.Wrong, $"a call to nobody was answered {status}");
        }

        if ((injection.IsOfRegistrar || Stopwatch.GetElapsedTime(_registered) > s_registrations) && !Register(probe))
        {
            return (Outcome.Wrong, "the phones could not register again");
        }

        string now = ShellTree.Read(exchange.Console);
        if (now != tree)
        {
            IEnumerable<string> news = now.Split('\n').Except(tree.Split('\n'));
            return (Outcome.Wrong, $"the tree is not whole: {string.Join(", ", news)}");
        }

        string lost = recovery.Lost == 0 ? "" : $", {recovery.Lost} questions were lost";
        return (recovery.IsRefused ? Outcome.Degraded
            : recovery.Lost > 0 || injection.CostsCall ? Outcome.Recovered
            : Outcome.Masked, injection.Remark + lost);
    }
}
