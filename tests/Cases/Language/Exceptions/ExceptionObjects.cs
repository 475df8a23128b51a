using System.Collections;
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// The exception as an object: message, cause, data, error code, trace. Logs and crash reports are made of these, and
/// the trace in particular must be there on a machine without a debugger: it is the only witness. Texts of framework
/// messages are not asserted (images may leave them out to save space), texts of our own are.
/// </summary>
public sealed class ExceptionObjects
{
    private class ShopException : Exception
    {
        public ShopException(string message, int article, Exception? inner = null)
            : base(message, inner) => Article = article;

        public int Article { get; }

        public override string Message => base.Message + " (article " + Article + ")";
    }

    private sealed class EmptyShopException : ShopException
    {
        public EmptyShopException()
            : base("empty", 0)
        {
        }

        public override string ToString() => "the shop is empty";
    }

    /// <summary>The constructor's arguments come back from Message and InnerException.</summary>
    [Fact]
    public void Message_and_inner_exception_are_those_given()
    {
        var cause = new FormatException("cause");
        var exception = new InvalidOperationException("effect", cause);
        Assert.Equal("effect", exception.Message);
        Assert.Same(cause, exception.InnerException);
        Assert.Null(cause.InnerException);
    }

    /// <summary>GetBaseException follows the chain of causes to its end.</summary>
    [Fact]
    public void The_base_exception_is_the_first_cause()
    {
        var cause = new FormatException("root");
        var chain = new Exception("a", new Exception("b", cause));
        Assert.Same(cause, chain.GetBaseException());
        Assert.Same(cause, cause.GetBaseException());
    }

    /// <summary>An exception that was never thrown has no trace.</summary>
    [Fact]
    public void An_unthrown_exception_has_no_stack_trace()
    {
        Assert.Null(new Exception().StackTrace);
    }

    /// <summary>A caught exception names the methods from the throw up to the catch, innermost first.</summary>
    [Fact]
    public void The_stack_trace_names_the_methods_passed()
    {
        string trace = Assert.Throws<ShopException>(OuterStep).StackTrace!;
        int inner = trace.IndexOf(nameof(InnerStep));
        int outer = trace.IndexOf(nameof(OuterStep));
        Assert.True(inner >= 0);
        Assert.True(outer > inner);
    }

    /// <summary>A hardware fault has a trace too, beginning with the method that faulted.</summary>
    [Fact]
    public void The_stack_trace_of_a_fault_names_the_faulting_method()
    {
        string trace = Assert.Throws<DivideByZeroException>(() => FaultingStep(Opaque.Of(0))).StackTrace!;
        Assert.Contains(nameof(FaultingStep), trace);
    }

    /// <summary>ToString shows type, message, cause and trace.</summary>
    [Fact]
    public void To_string_shows_type_message_cause_and_trace()
    {
        var exception = new InvalidOperationException("effect", new FormatException("cause"));
        try
        {
            ThrowIt(exception);
        }
        catch (InvalidOperationException)
        {
        }

        string text = exception.ToString();
        Assert.Contains("System.InvalidOperationException: effect", text);
        Assert.Contains("System.FormatException: cause", text);
        Assert.Contains(nameof(ThrowIt), text);
    }

    /// <summary>A user's exception class may carry values and override Message and ToString.</summary>
    [Fact]
    public void A_user_exception_carries_values_and_overrides()
    {
        ShopException exception = Assert.Throws<ShopException>(OuterStep);
        Assert.Equal(12, exception.Article);
        Assert.Equal("sold out (article 12)", exception.Message);
        Assert.Equal("the shop is empty", new EmptyShopException().ToString());
        Assert.Equal("empty (article 0)", new EmptyShopException().Message);
    }

    /// <summary>Data takes arbitrary keys and values and travels with the exception.</summary>
    [Fact]
    public void Data_travels_with_the_exception()
    {
        var exception = new ShopException("x", 1);
        exception.Data["shelf"] = 5;
        exception.Data["row"] = "left";
        IDictionary data = Assert.Throws<ShopException>(() => ThrowIt(exception)).Data;
        Assert.Equal(2, data.Count);
        Assert.Equal(5, (int)data["shelf"]!);
        Assert.Equal("left", (string?)data["row"]);
    }

    /// <summary>HResult has the documented value of each class and may be set.</summary>
    [Fact]
    public void H_result_has_its_documented_value()
    {
        Assert.Equal(unchecked((int)0x80131500), new Exception().HResult);
        Assert.Equal(unchecked((int)0x80131509), new InvalidOperationException().HResult);
        Assert.Equal(unchecked((int)0x80070057), new ArgumentException().HResult);
        Assert.Equal(unchecked((int)0x80004003), new NullReferenceException().HResult);
        Assert.Equal(7, new Exception { HResult = 7 }.HResult);
    }

    /// <summary>Source and HelpLink keep what is written to them.</summary>
    [Fact]
    public void Source_and_help_link_can_be_set()
    {
        var exception = new Exception { Source = "here", HelpLink = "there" };
        Assert.Equal("here", exception.Source);
        Assert.Equal("there", exception.HelpLink);
    }

    /// <summary>Argument exceptions know the parameter's name and the bad value.</summary>
    [Fact]
    public void Argument_exceptions_name_the_parameter()
    {
        Assert.Equal("size", new ArgumentException("m", "size").ParamName);
        Assert.Equal(-3, (int?)new ArgumentOutOfRangeException("size", -3, "m").ActualValue);
        string? text = Opaque.Of<string?>(null);
        Assert.Equal("text", Assert.Throws<ArgumentNullException>(
            () => ArgumentNullException.ThrowIfNull(text)).ParamName);
        int count = Opaque.Of(-1);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(
            () => ArgumentOutOfRangeException.ThrowIfNegative(count)).ParamName);
    }

    /// <summary>An AggregateException holds several causes, flattens nested ones and lets some be handled.</summary>
    [Fact]
    public void An_aggregate_exception_holds_several_causes()
    {
        var a = new FormatException("a");
        var b = new ShopException("b", 2);
        var c = new FormatException("c");
        var nested = new AggregateException(a, new AggregateException(b, c));
        Assert.Equal(2, nested.InnerExceptions.Count);
        Assert.Same(a, nested.InnerException);
        Assert.Sequence([a, b, c], nested.Flatten().InnerExceptions.OrderBy(e => e.Message));
        AggregateException rest = Assert.Throws<AggregateException>(
            () => nested.Flatten().Handle(e => e is FormatException));
        Assert.Sequence([b], rest.InnerExceptions);
        nested.Handle(_ => true);
    }

    /// <summary>The framework's exceptions stand in the documented hierarchy.</summary>
    [Fact]
    public void Framework_exceptions_stand_in_their_documented_hierarchy()
    {
        Assert.True(Opaque.Of<Exception>(new DivideByZeroException()) is ArithmeticException);
        Assert.True(Opaque.Of<Exception>(new OverflowException()) is ArithmeticException);
        Assert.True(Opaque.Of<Exception>(new ArgumentNullException()) is ArgumentException);
        Assert.True(Opaque.Of<Exception>(new ObjectDisposedException("x")) is InvalidOperationException);
        Assert.True(Opaque.Of<Exception>(new NullReferenceException()) is SystemException);
        Assert.False(Opaque.Of<Exception>(new IndexOutOfRangeException()) is ArgumentException);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void InnerStep() => throw new ShopException("sold out", 12);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OuterStep()
    {
        InnerStep();
        Opaque.Of(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FaultingStep(int zero) => 10 / zero;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowIt(Exception exception) => throw exception;
}
