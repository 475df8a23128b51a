// What happens in the exchange, said in the log as it happens, but never more of it than somebody can read. Who tells
// is a process that calls wait for, and a console is slow: beyond some lines in a second events are counted, and the
// next line that is told says how many are missing. Tables and records have them all.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Logging;

namespace Cosmos.Apps.Switch;

/// <summary>Tells what happens; private to a process.</summary>
internal sealed class Telling
{
    /// <summary>What the log calls the exchange.</summary>
    public const string Component = "switch";

    private const int LinesPerSecond = 20;
    private const long Second = 1_000_000_000;

    private static readonly Logger s_log = new(Component);

    private long _begun;
    private int _lines;
    private int _missing;

    /// <summary>Whether there is somebody to tell something to: ask before the text is made.</summary>
    public bool IsHeard
    {
        get
        {
            if (!s_log.IsOn(LogLevel.Notice))
            {
                return false;
            }

            long now = Clock.Now;
            if (now - _begun >= Second)
            {
                (_begun, _lines) = (now, 0);
            }

            if (_lines < LinesPerSecond)
            {
                return true;
            }

            _missing++;
            return false;
        }
    }

    /// <summary>Tells something; the compiler says where.</summary>
    public void Tell(
        string text,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        _lines++;
        s_log.Notice(_missing == 0 ? text : $"{text} ({_missing} more before it)", member, file, line);
        _missing = 0;
    }
}
