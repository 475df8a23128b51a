// The exchange on a board, seen through its serial line. Of the faults those are left that need no hypervisor: what the
// exchange's own shell does. The line is set up and copied by programs of Linux, so that it is a machine like others.
using Cosmos.Tests.Faults.Wires;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qmp;

namespace Cosmos.Tests.Faults.Exchanges;

/// <summary>An exchange that runs already.</summary>
internal sealed class BoardExchange : IExchange
{
    private const string Copying =
        "stty -F \"$0\" 115200 raw -echo && { cat < \"$0\" & } && exec cat > \"$0\"";

    private readonly LinuxMachine _line;

    /// <summary>Opens the line.</summary>
    /// <param name="device">Its device, such as /dev/ttyS0.</param>
    /// <param name="address">The exchange's address.</param>
    /// <param name="here">This side's.</param>
    /// <param name="log">Where the console is kept.</param>
    public BoardExchange(string device, string address, string here, string log)
    {
        Address = address;
        Here = here;
        _line = new LinuxMachine("bash", ["-c", Copying, device], log);
        Console = new ExchangeConsole(_line);
    }

    /// <inheritdoc/>
    public ExchangeConsole Console { get; }

    /// <inheritdoc/>
    public string Address { get; }

    /// <inheritdoc/>
    public string Here { get; }

    /// <inheritdoc/>
    public QmpClient? Emulator => null;

    /// <inheritdoc/>
    public Wire? Wire => null;

    /// <inheritdoc/>
    public int Cores => 0;

    /// <inheritdoc/>
    public void Freeze(TimeSpan time) => throw new NotSupportedException("A board is not frozen.");

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
