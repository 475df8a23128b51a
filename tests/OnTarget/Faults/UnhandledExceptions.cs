// An exception that nobody handles ends the machine, and the epitaph is all that is left to find out why: it must
// name the reason, the type, the message, the causes and the methods. Each case asks for one of them.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about the epitaph of an exception that nobody handles.</summary>
public sealed class UnhandledExceptions
{
    private sealed class Unspeakable : Exception
    {
        public override string Message => throw new InvalidOperationException("not even the message works");
    }

    /// <summary>The first lines say what kind of end this was.</summary>
    [Crash("reason: unhandled exception")]
    public void The_epitaph_names_the_reason() => throw new InvalidOperationException();

    /// <summary>Type and message of the exception are on one line.</summary>
    [Crash("System.InvalidOperationException: nobody waits for this")]
    public void The_epitaph_names_type_and_message() => throw new InvalidOperationException("nobody waits for this");

    /// <summary>The method that threw is named, although the image has no reflection metadata for it.</summary>
    [Crash("UnhandledExceptions.ThrowFromAMethodToBeNamed")]
    public void The_epitaph_names_the_method_that_threw() => ThrowFromAMethodToBeNamed();

    /// <summary>An inner exception is the cause, and often the only interesting part.</summary>
    [Crash("caused by System.FormatException: the deeper reason")]
    public void The_epitaph_names_the_causes() =>
        throw new InvalidOperationException("outside", new FormatException("the deeper reason"));

    /// <summary>A null reference in the image is an exception like any other, until nobody handles it.</summary>
    [Crash("System.NullReferenceException")]
    public void A_null_reference_that_nobody_handles_is_named() => _ = Nothing()!.Length;

    /// <summary>
    /// What a static constructor throws arrives wrapped, with the type that could not be initialised.
    /// </summary>
    [Crash("caused by System.NotSupportedException: no statics today")]
    public void A_failed_static_constructor_shows_its_cause() => Uninitialisable.Touch();

    /// <summary>The image may have a last word before the epitaph, through the event that .NET has for it.</summary>
    [Crash("the image's last word: System.InvalidOperationException")]
    public void The_unhandled_exception_event_comes_before_the_end()
    {
        AppDomain.CurrentDomain.UnhandledException += static (_, end) =>
            Console.WriteLine($"the image's last word: {end.ExceptionObject.GetType()}");
        throw new InvalidOperationException();
    }

    /// <summary>An exception whose message throws cannot keep the machine from ending with an epitaph.</summary>
    [Crash("==== end of epitaph")]
    public void An_exception_that_cannot_be_described_still_ends_the_machine() => throw new Unspeakable();

    /// <summary>A handler that does not match does not count as one.</summary>
    [Crash("System.FormatException: not this type")]
    public void A_handler_of_another_type_does_not_help()
    {
        try
        {
            throw new FormatException("not this type");
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("caught by the wrong handler");
        }
    }

    /// <summary>A deliberate end carries the words of whoever asked for it.</summary>
    [Crash("the image gives up on purpose")]
    public void Fail_fast_prints_its_message() => Environment.FailFast("the image gives up on purpose");

    /// <summary>A deliberate end is told apart from an accident.</summary>
    [Crash("reason: fail fast")]
    public void Fail_fast_is_named_as_the_reason() => Environment.FailFast("on purpose");

    /// <summary>What was last said of a process that crashed is told: it may be why all this came.</summary>
    [Crash("CRASH of a process, a moment before")]
    public void The_epitaph_tells_the_latest_crash()
    {
        Cosmos.Core.Abi.Machine.NoteCrash("CRASH of another process, long before, with more words"u8);
        Cosmos.Core.Abi.Machine.NoteCrash("CRASH of a process, a moment before"u8);
        Environment.FailFast("on purpose");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowFromAMethodToBeNamed() => throw new InvalidOperationException();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Nothing() => null;

    private static class Uninitialisable
    {
        private static readonly int s_value = Fail();

        public static void Touch() => Console.WriteLine(s_value);

        private static int Fail() => throw new NotSupportedException("no statics today");
    }
}
