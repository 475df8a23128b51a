// The base of an application's tests (docs/reference/testing.md). Each test runs the application on simulated nodes of
// several seeds: the real runtime with its supervisors, virtual time, and other interleavings with every seed. An hour
// passes in no time, a child is killed when the test says so, and a failure prints the command that has it again.
using System.Runtime.CompilerServices;
using Cosmos.Runtime.Applications;

namespace Cosmos.Simulation;

/// <summary>Tests of an application. Derive from it and write facts that call <see cref="Run"/>.</summary>
public abstract class ApplicationTests
{
    private const int UsualSeeds = 10;

    /// <summary>The application, as an image's Kernel would make it; called for each node.</summary>
    protected abstract Application CreateApplication();

    /// <summary>
    /// Runs a test with the application running: on nodes of several seeds, one after the other. When the test returns
    /// the application is stopped, and nothing of it may be left.
    /// </summary>
    /// <param name="test">
    /// What must not throw. It runs in a process of the node and may use the test's variables; what it sends and spawns
    /// is copied.
    /// </param>
    /// <param name="bootOptions">Boot options of the application, such as <c>counter.first=5</c>.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="name">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <exception cref="SimulationException">With the command that replays it.</exception>
    protected void Run(
        Action<RunningApplication> test,
        string bootOptions = "",
        int seeds = UsualSeeds,
        [CallerMemberName] string name = "",
        [CallerFilePath] string file = "")
    {
        ArgumentNullException.ThrowIfNull(test);
        Seeds.Check(
            seeds,
            node =>
            {
                node.BootOptions = bootOptions;
                node.Run(() =>
                {
                    var application = new RunningApplication(node, CreateApplication());
                    test(application);
                    application.Stop();
                });
            },
            test: name,
            file: file);
    }
}
