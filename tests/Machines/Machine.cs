// A machine under test, seen from the host: a child process whose output is the machine's console. Everything a test
// can learn about the machine comes out of Read(): a line, the end, or silence. Silence is how a hang is found: no
// byte for a given time. It is never guessed by sleeping for a fixed time, so that a slow machine is waited for and a
// quick one is not.
//
// Two threads pump the child's two output pipes into one queue, and into the log file as raw bytes, so that a log shows
// exactly what the machine sent. The console is hostile input: a line is cut at LongestLine, and a machine that never
// stops printing is reported as flooding at MostBytes, because it would never be silent.
//
// A machine that is still running when it is disposed, or when the host process ends, is killed.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Cosmos.Tests.Machines;

/// <summary>A running machine under test and its console.</summary>
public abstract class Machine : IDisposable
{
    /// <summary>A longer console line is delivered in pieces of this many characters.</summary>
    public const int LongestLine = 64 * 1024;

    /// <summary>A machine that has printed this many bytes is flooding its console.</summary>
    public const long MostBytes = 16L * 1024 * 1024;

    private const int TailLines = 40;
    private readonly Process _process;
    private readonly FileStream? _log;
    private readonly BlockingCollection<string> _lines = new(boundedCapacity: 100_000);
    private readonly Queue<string> _tail = new();
    private readonly Thread[] _pumps;
    private long _lastByteTimestamp = Stopwatch.GetTimestamp();
    private long _bytes;
    private int _openPipes = 2;
    private bool _killed;

    /// <summary>Starts the process of the machine.</summary>
    /// <param name="file">The program to start: an emulator, or the machine itself.</param>
    /// <param name="arguments">Its arguments, one by one; no shell is involved.</param>
    /// <param name="logFile">Where the console is kept, byte for byte; null: nowhere.</param>
    protected Machine(string file, IEnumerable<string> arguments, string? logFile)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _log = logFile is null ? null : CreateLog(logFile);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
        AppDomain.CurrentDomain.ProcessExit += OnHostExit;
        _pumps = [StartPump(_process.StandardOutput.BaseStream), StartPump(_process.StandardError.BaseStream)];
    }

    /// <summary>The last lines that <see cref="Read"/> delivered, oldest first, for a failure message.</summary>
    public string ConsoleTail => string.Join('\n', _tail);

    /// <summary>The host's number of the machine's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>How the machine ended; only after <see cref="Read"/> said <see cref="ConsoleEventKind.End"/>.</summary>
    public MachineExit Exit => new(_process.ExitCode, _killed ? null : GuestCode(_process.ExitCode), _killed);

    /// <summary>
    /// Waits for the next thing on the console: a line, the end of the machine, or silence when no byte has come for
    /// <paramref name="silence"/>. Lines that were printed before the end are delivered before it.
    /// </summary>
    public ConsoleEvent Read(TimeSpan silence)
    {
        while (true)
        {
            TimeSpan left = silence - Stopwatch.GetElapsedTime(Volatile.Read(ref _lastByteTimestamp));
            int waitMs = (int)Math.Clamp(left.TotalMilliseconds, 0, int.MaxValue);
            if (_lines.TryTake(out string? line, waitMs))
            {
                return Deliver(line);
            }

            if (_lines.IsCompleted)
            {
                return WaitForExit(silence);
            }

            if (Volatile.Read(ref _bytes) > MostBytes)
            {
                return new ConsoleEvent(ConsoleEventKind.Flood, string.Empty);
            }

            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastByteTimestamp)) >= silence)
            {
                return new ConsoleEvent(ConsoleEventKind.Silence, string.Empty);
            }
        }
    }

    /// <summary>
    /// Reads on until the machine ends or falls silent; returns which, and gives each line to the action.
    /// </summary>
    public ConsoleEventKind ReadToEnd(TimeSpan silence, Action<string>? onLine = null)
    {
        while (true)
        {
            ConsoleEvent next = Read(silence);
            if (next.Kind != ConsoleEventKind.Line)
            {
                return next.Kind;
            }

            onLine?.Invoke(next.Text);
        }
    }

    /// <summary>Types <paramref name="text"/> on the machine's console.</summary>
    public void Write(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    /// <summary>Ends the machine at once, as by pulling the plug. Does nothing if it has ended.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _killed = true;
            Volatile.Write(ref _lastByteTimestamp, Stopwatch.GetTimestamp());
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the machine and frees what the host holds of it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        AppDomain.CurrentDomain.ProcessExit -= OnHostExit;
        Kill();
        DrainQueue();
        foreach (Thread pump in _pumps)
        {
            pump.Join();
        }

        _process.Dispose();
        _log?.Dispose();
        _lines.Dispose();
    }

    /// <summary>
    /// The exit code that the code inside the machine asked for, decoded from the status of its process; null if it
    /// did not end by asking.
    /// </summary>
    protected abstract int? GuestCode(int status);

    private static FileStream CreateLog(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
    }

    private ConsoleEvent Deliver(string line)
    {
        _tail.Enqueue(line);
        if (_tail.Count > TailLines)
        {
            _tail.Dequeue();
        }

        return new ConsoleEvent(ConsoleEventKind.Line, line);
    }

    // The pipes are closed, so nothing more will be printed; a process that stays all the same is silent.
    private ConsoleEvent WaitForExit(TimeSpan silence) => _process.WaitForExit(silence)
        ? new ConsoleEvent(ConsoleEventKind.End, string.Empty)
        : new ConsoleEvent(ConsoleEventKind.Silence, string.Empty);

    private Thread StartPump(Stream pipe)
    {
        var pump = new Thread(() => Pump(pipe)) { IsBackground = true, Name = "console" };
        pump.Start();
        return pump;
    }

    private void Pump(Stream pipe)
    {
        var splitter = new LineSplitter(LongestLine);
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = pipe.Read(buffer)) > 0)
        {
            Volatile.Write(ref _lastByteTimestamp, Stopwatch.GetTimestamp());
            if (Interlocked.Add(ref _bytes, count) > MostBytes)
            {
                continue;
            }

            Log(buffer.AsSpan(0, count));
            splitter.Add(buffer.AsSpan(0, count), _lines.Add);
        }

        splitter.Finish(_lines.Add);
        if (Interlocked.Decrement(ref _openPipes) == 0)
        {
            _lines.CompleteAdding();
        }
    }

    private void Log(ReadOnlySpan<byte> bytes)
    {
        if (_log is not null)
        {
            lock (_log)
            {
                _log.Write(bytes);
                _log.Flush();
            }
        }
    }

    private void DrainQueue()
    {
        foreach (string line in _lines.GetConsumingEnumerable())
        {
            Deliver(line);
        }
    }

    private void OnHostExit(object? sender, EventArgs arguments) => Kill();

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{GetType().Name} (process {_process.Id})");
}
