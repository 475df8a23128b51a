// How long a machine may be silent before it counts as hung. It is a bound on silence, not on the length of a run, and
// generous: emulation on a busy machine with two cores is slow, and a false alarm costs more than a late one.
using System.Globalization;

namespace Cosmos.Tests.Machines;

/// <summary>How long a machine may be silent; set by COSMOS_TEST_SILENCE_SECONDS for all kinds of machines.</summary>
public static class Patience
{
    /// <summary>The environment variable that replaces all the values below, in seconds.</summary>
    public const string Variable = "COSMOS_TEST_SILENCE_SECONDS";

    /// <summary>For a machine emulated in software.</summary>
    public static TimeSpan Emulated => Silence(60);

    /// <summary>For a Linux process.</summary>
    public static TimeSpan Native => Silence(30);

    private static TimeSpan Silence(int seconds)
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        bool isSet = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int set) && set > 0;
        return TimeSpan.FromSeconds(isSet ? set : seconds);
    }
}
