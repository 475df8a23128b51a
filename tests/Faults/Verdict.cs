// What can only be said at the end. No new calls are made, and those that there are end by themselves; then every call
// of the phones has its record, once and with a normal end, unless a fault had to do with it; the numbers of records
// have no gap; and neither calls nor processes nor memory are left. A call that came to harm is held against the fault
// that was being done at that time.
using System.Globalization;
using Cosmos.Tests.Faults.Exchanges;
using Cosmos.Tests.Faults.Faults;
using Cosmos.Tests.Faults.Phones;

namespace Cosmos.Tests.Faults;

/// <summary>Judges a campaign.</summary>
internal sealed class Verdict(
    IExchange exchange, HeldCalls calls, Probe probe, Resources before,
    HashSet<string> involved, HashSet<string> ended)
{
    private const string MostRecords = "100000";
    private const int NotFound = 404;
    private const int Shown = 5;

    // A transaction stays for 64*T1 after its end (RFC 3261 §17), and the steward looks at its tables once a minute.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_reading = TimeSpan.FromMinutes(3);

    // What a record takes in its table, and what the runtime keeps for the next processes.
    private const double MibPerRecord = 4.0 / 1024;
    private const double MibOfCaches = 8;

    private readonly List<string> _wrongs = [];

    /// <summary>Judges.</summary>
    /// <returns>The results, some of them found wrong, and what is wrong with the whole.</returns>
    public (IReadOnlyList<FaultResult> Results, IReadOnlyList<string> Wrongs) Judge(List<FaultResult> results)
    {
        if (!calls.Finish())
        {
            EndForgottenCalls();
        }

        Settle();
        List<CallEnd> records = Records();
        Claim(records.Count > 0, "there are no records");
        ExpectNoGap(records);
        Dictionary<string, List<CallEnd>> byCall = records.GroupBy(static record => record.CallId)
            .ToDictionary(static group => group.Key, static group => group.ToList());
        HashSet<string> spared =
            [.. records.Where(IsInvolved).Select(static record => record.CallId), .. involved, .. ended];
        for (int number = 1; number <= calls.Made; number++)
        {
            string id = calls.CallId(number);
            if (!spared.Contains(id) && HarmTo(id, byCall) is { } harm)
            {
                Blame(results, id, harm, byCall.GetValueOrDefault(id)?[0]);
            }
        }

        Expect(byCall);
        ExpectPhonesToAgree(records, spared);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{calls.Made} calls of the phones: {calls.Succeeded} ended as they should, {calls.Failed} did not, "
            + $"{ended.Count} were ended by a fault, {involved.Count} had a part in one; {records.Count} records."));
        return (results, _wrongs);
    }

    // A phone that never hangs up leaves a call up, as it should be. That it has not is said by what it sent; the
    // exchange's shell ends the call, which then is one that a fault ended.
    private void EndForgottenCalls()
    {
        HashSet<string> forgotten = calls.NeverHungUp();
        calls.End();
        int left = Resources.Calls(exchange.Console);
        Claim(
            left <= forgotten.Count,
            $"{left} calls are up, and the phones have not hung up {forgotten.Count}: {string.Join(' ', forgotten)}");
        Console.WriteLine($"The phones forgot to hang up {left} calls; they are ended by hand.");
        for (int call = 0; call < left; call++)
        {
            exchange.Console.Ask(
                "fault kill call 1",
                static line => line.StartsWith("fault: ended", StringComparison.Ordinal),
                s_reading);
        }

        ended.UnionWith(forgotten);
    }

    // Calls whose end is known beforehand.
    private void Expect(Dictionary<string, List<CallEnd>> byCall)
    {
        foreach (string id in probe.Calls)
        {
            Claim(
                byCall.TryGetValue(id, out List<CallEnd>? ends) && ends.Any(static end => end.Status == NotFound),
                $"there is no record of the call to nobody {id}");
        }

        foreach (string id in ended)
        {
            Claim(byCall.ContainsKey(id), $"there is no record of call {id}, which was killed");
        }
    }

    // A phone that gave up a call must have had one that a fault had to do with.
    private void ExpectPhonesToAgree(List<CallEnd> records, HashSet<string> spared)
    {
        HashSet<string> caller = calls.GivenUp("caller");
        Claim(calls.Failed <= caller.Count, $"of {calls.Failed} failed calls the caller names {caller.Count}");
        string[] unexplained =
        [
            .. caller.Where(id => !spared.Contains(id)),
            .. calls.GivenUp("callee").Where(id => !records.Any(record =>
                record.TargetCallId?.Split('@')[0] == id
                && (spared.Contains(record.CallId) || spared.Contains(record.TargetCallId)))),
        ];
        Claim(
            unexplained.Length == 0,
            $"phones gave up {unexplained.Length} calls that no fault had to do with: "
            + string.Join(' ', unexplained.Take(Shown)));
    }

    private bool IsInvolved(CallEnd record) =>
        involved.Contains(record.CallId) || (record.TargetCallId is { } id && involved.Contains(id));

    private static string? HarmTo(string id, Dictionary<string, List<CallEnd>> byCall)
    {
        if (!byCall.TryGetValue(id, out List<CallEnd>? ends))
        {
            return "it has no record";
        }

        CallEnd? bad = ends.FirstOrDefault(static end => !end.IsNormal);
        return ends.Count > 1 ? $"it has {ends.Count} records"
            : bad is null ? null
            : $"it ended by {bad.EndedBy} with {bad.Status} {bad.Fault}";
    }

    private void Blame(List<FaultResult> results, string id, string harm, CallEnd? record)
    {
        DateTime at = record?.Release ?? DateTime.MaxValue;
        int fault = results.FindLastIndex(result => result.Time.Begun <= at);
        string what = $"call {id} was harmed: {harm}";
        _wrongs.Add(what);
        if (fault >= 0)
        {
            results[fault] = results[fault].FoundWrong(what);
        }
    }

    private void Claim(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            _wrongs.Add(otherwise);
        }
    }

    private void Settle()
    {
        DateTime until = DateTime.UtcNow + s_settling;
        Resources now = Resources.Read(exchange.Console);
        while (DateTime.UtcNow < until
            && (now.Processes > before.Processes || Resources.Calls(exchange.Console) > 0))
        {
            Thread.Sleep(s_pause); // timers of half a minute are waited for; nobody tells of their end
            now = Resources.Read(exchange.Console);
        }

        int left = Resources.Calls(exchange.Console);
        Claim(left == 0, $"{left} calls are left");
        Claim(
            now.Processes <= before.Processes,
            $"{now.Processes} processes are left, there were {before.Processes} at the beginning");
        double limit = before.Memory + MibOfCaches + MibPerRecord * (calls.Made + probe.Calls.Count);
        Claim(now.Memory <= limit, string.Create(CultureInfo.InvariantCulture,
            $"{now.Memory} MiB are in use, there were {before.Memory} at the beginning"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Before: {before.Processes} processes, {before.Memory} MiB; after: {now.Processes}, {now.Memory} MiB."));
    }

    private List<CallEnd> Records()
    {
        List<string> lines = exchange.Console.Ask(
            $"cdr {MostRecords}\nuptime", static line => line.Contains("core(s)", StringComparison.Ordinal), s_reading)
            ?? [];
        return [.. lines.Select(CallEnd.TryRead).OfType<CallEnd>()];
    }

    private void ExpectNoGap(List<CallEnd> records)
    {
        var numbers = new SortedSet<long>(records.Select(static record => record.Number));
        Claim(numbers.Count == records.Count, "a call has two records under one number");
        Claim(
            numbers.Count == 0 || numbers.Max - numbers.Min + 1 == numbers.Count,
            $"of calls {numbers.Min} to {numbers.Max} there are {numbers.Count} records");
    }
}
