// The system messages. Each one carries out itself what it asks for, at the port of the process that got it.
namespace Cosmos.Runtime.Behaviours;

/// <summary>A request to the system side of a process.</summary>
internal abstract class SystemRequest
{
    /// <summary>Does what is asked and answers.</summary>
    public abstract object? CarryOut(SystemPort port);

    public sealed class GetState : SystemRequest
    {
        public override object? CarryOut(SystemPort port) => port.Process.GetState();
    }

    public sealed class ReplaceState(Func<object?, object?> change) : SystemRequest
    {
        public override object? CarryOut(SystemPort port) => port.Process.ReplaceState(change);
    }

    public sealed class GetStatus : SystemRequest
    {
        public override object? CarryOut(SystemPort port) => port.Status();
    }

    public sealed class Suspend : SystemRequest
    {
        public override object? CarryOut(SystemPort port)
        {
            port.IsSuspended = true;
            return null;
        }
    }

    public sealed class Resume : SystemRequest
    {
        public override object? CarryOut(SystemPort port)
        {
            port.IsSuspended = false;
            return null;
        }
    }

    public sealed class Terminate(ExitReason reason) : SystemRequest
    {
        public override object? CarryOut(SystemPort port)
        {
            port.Order = reason;
            return null;
        }
    }

    public sealed class ChangeCode(object? oldVersion, object? extra) : SystemRequest
    {
        public override object? CarryOut(SystemPort port)
        {
            ExitReason? refusal = port.IsSuspended
                ? port.Process.CodeChange(oldVersion, extra)
                : ExitReason.Of("unknown_system_msg", "The process is not suspended.");
            return refusal is null ? null : new SystemRefusal(refusal);
        }
    }

    public sealed class Observe(Func<Observation?, Observation?> change) : SystemRequest
    {
        public override object? CarryOut(SystemPort port)
        {
            port.Observation = change(port.Observation);
            return null;
        }
    }

    public sealed class Ask(Func<Observation?, object?> question) : SystemRequest
    {
        public override object? CarryOut(SystemPort port) => question(port.Observation);
    }
}

/// <summary>The answer to a system message that could not be carried out.</summary>
/// <param name="Reason">Why.</param>
internal sealed record SystemRefusal(ExitReason Reason);
