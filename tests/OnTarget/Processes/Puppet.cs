// A process that does what it is told, one function after the other: what OTP's suites call test_proc and jeeves. The
// function travels to it, runs there, and its result travels back.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A process that runs what it is sent.</summary>
internal static partial class Puppet
{
    /// <summary>A new one.</summary>
    public static Pid Start(SpawnOptions? options = null) => Process.Spawn(Loop, options);

    /// <summary>A new one, linked to the caller.</summary>
    public static Pid StartLinked(SpawnOptions? options = null) => Process.SpawnLink(Loop, options);

    /// <summary>Has a function run there and waits for its result.</summary>
    public static T Call<T>(Pid puppet, Func<T> function)
    {
        Ref request = Process.MakeRef();
        Process.Send(puppet, new Request(Process.Self, request, () => function()));
        return (T)Expect.Message<Result>(result => result.Request == request).Value!;
    }

    /// <summary>Has something done there and waits until it is.</summary>
    public static void Do(Pid puppet, Action action) => Call<object?>(puppet, () =>
    {
        action();
        return null;
    });

    /// <summary>Has something done there at some time.</summary>
    public static void Tell(Pid puppet, Action action) => Process.Send(puppet, action);

    /// <summary>Serves until it is ended. A process that calls this is a puppet from then on.</summary>
    public static void Loop()
    {
        while (true)
        {
            object? order = Process.Receive(static message => message is Request or Action);
            if (order is Request request)
            {
                Process.Send(request.From, new Result(request.Id, request.Function()));
            }
            else
            {
                ((Action)order!)();
            }
        }
    }

    /// <summary>Waits for ever, with frames on its stack.</summary>
    public static void Wait() => Process.Receive(static _ => false);

    private sealed record Request(Pid From, Ref Id, Func<object?> Function);

    private sealed record Result(Ref Request, object? Value);
}
