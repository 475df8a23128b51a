// The memory of a contestant as the host's kernel sees it: resident pages and page tables, read at two marks that the
// program prints and then waits at. Seen from outside, nothing can be left out.
using System.Globalization;

namespace Cosmos.Tests.Bench;

/// <summary>What the processes between two marks cost.</summary>
/// <param name="processId">The program; it may have become another one by exec.</param>
internal sealed class Resident(int processId)
{
    private const long BytesPerKilobyte = 1024;

    private long? _before;

    /// <summary>Bytes for each process; null before the second mark.</summary>
    public double? PerProcess { get; private set; }

    /// <summary>A mark: so many processes are idle now.</summary>
    public void Note(int processes)
    {
        long now = Read();
        if (_before is { } before && processes != 0)
        {
            PerProcess = (double)(now - before) / processes;
        }
        else
        {
            _before = now;
        }
    }

    private long Read()
        => File.ReadLines($"/proc/{processId}/status")
            .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)
                || line.StartsWith("VmPTE:", StringComparison.Ordinal))
            .Sum(line => long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
            * BytesPerKilobyte;
}
