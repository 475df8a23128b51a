// The stop of a process by a system message, from the outside. OTP: proc_lib:stop/3.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Mailboxes;

namespace Cosmos.Runtime.Behaviours;

/// <summary>Synchronous stops.</summary>
internal static class Stopping
{
    /// <summary>Orders a process to end and waits until it has.</summary>
    /// <exception cref="ProcessExitException">It is not there, does not end in time, or ends otherwise.</exception>
    public static void Stop(ServerRef process, ExitReason reason, long timeoutNs)
    {
        long start = Clock.Now;
        Pid pid = process.Resolve();
        if (pid.IsNone || pid == Process.Self)
        {
            throw new ProcessExitException(pid.IsNone ? ExitReason.NoProcess : ExitReason.Of("calling_self"));
        }

        Ref end = Process.Monitor(pid);
        Ref order = CallSignals.Send(pid, new SystemRequest.Terminate(reason));
        AnswerKind answer = Answers.Await(order, timeoutNs, out _);
        long leftNs = timeoutNs == long.MaxValue ? timeoutNs : Math.Max(0, timeoutNs - (Clock.Now - start));
        if (answer == AnswerKind.None || Answers.Receive(end, end, leftNs, out object? actual) == AnswerKind.None)
        {
            Process.Demonitor(end, flush: true);
            throw new ProcessExitException(new ExitReason(Atom.Timeout));
        }

        if ((ExitReason)actual! != reason)
        {
            throw new ProcessExitException((ExitReason)actual!);
        }
    }
}
