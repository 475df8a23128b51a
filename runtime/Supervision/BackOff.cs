// A child that cannot run for want of something - a peer, a link, an address - fails at once whenever it is started.
// OTP leaves it to the program to wait in between; a supervisor that only tries again ends after a few milliseconds,
// and takes its subtree along. With a back-off the restarts of such a child are spread, so that an intensity that would
// stop a loop leaves the world time to recover.
namespace Cosmos.Runtime.Supervision;

/// <summary>
/// How restarts of a child wait. The first one never does; each further one waits twice as long as the one before,
/// until the child has lived for <paramref name="Longest"/>, which makes the next one the first again. While it waits
/// the child is told as restarting, and can be terminated as then. Not in OTP.
/// </summary>
/// <param name="First">How long the second restart in a row waits.</param>
/// <param name="Longest">No restart waits longer.</param>
public sealed record BackOff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The wait before a restart.</summary>
    /// <param name="restartsInARow">How many there were before it.</param>
    internal TimeSpan WaitOf(int restartsInARow)
    {
        if (restartsInARow == 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan wait = First;
        for (int count = 1; count < restartsInARow && wait < Longest; count++)
        {
            wait += wait;
        }

        return wait < Longest ? wait : Longest;
    }
}
