// A fault of the input, not of the tool: it ends the run and becomes one error of the build. Everything else that is
// thrown is a defect and keeps its stack trace.
namespace Cosmos.Build;

/// <summary>Something about the input that the user has to mend.</summary>
/// <param name="origin">The file at fault.</param>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class BuildException(string origin, string message) : Exception(message)
{
    public string Origin => origin;
}
