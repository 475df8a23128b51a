using Cosmos.Tests.Machines.Qmp;

namespace Cosmos.Tests.Faults.Exchanges;

/// <summary>An exchange under test: a machine that runs the image `switch`.</summary>
internal interface IExchange : IDisposable
{
    /// <summary>Its console.</summary>
    ExchangeConsole Console { get; }

    /// <summary>Its address.</summary>
    string Address { get; }

    /// <summary>This side's address.</summary>
    string Here { get; }

    /// <summary>The emulator's control channel; null: it is a board.</summary>
    QmpClient? Emulator { get; }

    /// <summary>Its cable; null: it is a real one.</summary>
    Wires.Wire? Wire { get; }

    /// <summary>Its processors; 0: not known.</summary>
    int Cores { get; }

    /// <summary>Stops the whole machine and its clocks' ticking for a time that passes for it all the same.</summary>
    void Freeze(TimeSpan time);
}
