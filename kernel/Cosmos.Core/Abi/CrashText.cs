// An exception as text that outlives its heap. An exception's members are the program's own code and may fail, so each
// part is asked for on its own.
using System;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Abi;

/// <summary>What can be said of an exception.</summary>
/// <param name="Type">Full name of its type.</param>
/// <param name="Message">Its message.</param>
/// <param name="StackTrace">Where it was thrown: a line for each frame, innermost first.</param>
public readonly record struct CrashText(string Type, string Message, string StackTrace)
{
    /// <summary>Describes an exception. Allocates; throws nothing, whatever the exception's own members do.</summary>
    public static CrashText Describe(Exception exception) => ExceptionText.Describe(exception);
}
