// A process that is no behaviour and answers system messages. OTP: the special process of the sys documentation.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Counts the messages it gets, and tells their sender the number.</summary>
internal sealed class SpecialProcess : ISystemProcess
{
    private readonly Pid _client;
    private int _count;

    private SpecialProcess(Pid client) => _client = client;

    /// <summary>Its body, for a start.</summary>
    public static void Run() => Run(default);

    /// <summary>As <see cref="Run()"/>; the numbers go to a client.</summary>
    public static void Run(Pid client)
    {
        ProcLib.InitAck();
        new SpecialProcess(client).Loop();
    }

    /// <inheritdoc/>
    public object? GetState() => _count;

    /// <inheritdoc/>
    public object? ReplaceState(Func<object?, object?> change) => _count = (int)change(_count)!;

    private void Loop()
    {
        var port = new SystemPort(this);
        while (true)
        {
            object? message = Process.Receive();
            if (!port.TryHandle(message))
            {
                port.Note(SystemEventKind.In, message);
                _count++;
                Process.Send(_client, _count);
                port.Note(SystemEventKind.Out, _count, _client);
            }
        }
    }
}
