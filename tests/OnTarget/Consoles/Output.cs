namespace Cosmos.Tests.OnTarget.Consoles;

/// <summary>Claims about System.Console on this machine; what arrives outside is looked at by the host.</summary>
public sealed class Output
{
    /// <summary>Text of every kind and length is taken; none of it disturbs the report around it.</summary>
    [Fact]
    public void Any_text_is_taken()
    {
        Console.WriteLine();
        Console.WriteLine("ASCII, Ümläute, Ελληνικά, 漢字, 🙂 and a lone surrogate \uD800.");
        Console.WriteLine(new string('x', 5000));
        Console.Write("no line end, ");
        Console.Write('c');
        Console.Write(12.5);
        Console.WriteLine();
        Console.WriteLine("{0} and {1:X4}", "composite", 255);
        Console.Out.Flush();
    }

    /// <summary>The error stream goes to the same console.</summary>
    [Fact]
    public void The_error_stream_is_taken() => Console.Error.WriteLine("this is no error");

    /// <summary>A result is found even behind an unfinished line; the host's parser looks for this.</summary>
    [Fact]
    public void An_unfinished_line_hides_nothing() => Console.Write("unfinished ");

    /// <summary>A case may print what looks like a report; only the case that runs is believed.</summary>
    [Fact]
    public void A_line_that_is_nearly_a_report_is_console_output() => Console.WriteLine("@test passed? no");
}
