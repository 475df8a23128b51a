using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Static constructors that throw. The exception does not reach the caller as it is: the runtime wraps it in a
/// <see cref="TypeInitializationException"/>, remembers that the type is unusable, and never runs that constructor a
/// second time (ECMA-335 II.10.5.3; documentation of TypeInitializationException). Every case has a type of its own,
/// for a failed type stays failed. TypeName is not asserted: code compiled ahead of time leaves it empty.
/// </summary>
public sealed class FailedInitialisation
{
    private sealed class CauseException : Exception;

    private static class Explicit
    {
        public static int Value;

        static Explicit()
        {
            Value = 1;
            throw new CauseException();
        }
    }

    private static class Repeated
    {
        public static int Value = 1;

        static Repeated()
        {
            s_repeatedRuns++;
            throw new CauseException();
        }
    }

    private static class Initialiser
    {
        public static readonly int Value = Fail();
    }

    private static class Inner
    {
        public static int Value = 2;

        static Inner() => throw new CauseException();
    }

    private static class Outer
    {
        public static int Value;

        static Outer() => Value = Inner.Value;
    }

    private static class Picky<T>
    {
        public static int Value = 3;

        static Picky()
        {
            if (typeof(T) == typeof(string))
            {
                throw new CauseException();
            }
        }
    }

    private static class Careful
    {
        public static int Value;

        static Careful()
        {
            try
            {
                Fail();
            }
            catch (CauseException)
            {
                Value = 4;
            }
        }
    }

    private sealed class Instance
    {
        static Instance() => throw new CauseException();

        public int Number { get; } = 5;
    }

    private static int s_repeatedRuns;

    /// <summary>The caller gets a TypeInitializationException with the cause inside.</summary>
    [Fact]
    public void A_throwing_static_constructor_is_wrapped()
    {
        TypeInitializationException failure =
            Assert.Throws<TypeInitializationException>(() => Opaque.Of(Explicit.Value));
        Assert.IsType<CauseException>(failure.InnerException);
    }

    /// <summary>The second use fails again with the same cause, without a second run of the constructor.</summary>
    [Fact]
    public void A_failed_static_constructor_is_not_run_again()
    {
        Exception? first = Assert.Throws<TypeInitializationException>(() => Opaque.Of(Repeated.Value)).InnerException;
        Exception? second = Assert.Throws<TypeInitializationException>(() => Opaque.Of(Repeated.Value)).InnerException;
        Assert.IsType<CauseException>(first);
        Assert.IsType<CauseException>(second);
        Assert.Equal(1, s_repeatedRuns);
    }

    /// <summary>A field initialiser is part of the static constructor, and its exception is wrapped too.</summary>
    [Fact]
    public void A_throwing_field_initialiser_is_wrapped()
    {
        TypeInitializationException failure =
            Assert.Throws<TypeInitializationException>(() => Opaque.Of(Initialiser.Value));
        Assert.IsType<CauseException>(failure.InnerException);
    }

    /// <summary>A type whose constructor needs a failed type fails with that failure as its cause.</summary>
    [Fact]
    public void A_failure_inside_a_failure_is_a_chain_of_causes()
    {
        TypeInitializationException outer =
            Assert.Throws<TypeInitializationException>(() => Opaque.Of(Outer.Value));
        TypeInitializationException inner = Assert.IsType<TypeInitializationException>(outer.InnerException);
        Assert.IsType<CauseException>(inner.InnerException);
    }

    /// <summary>One failed instantiation of a generic type leaves the others alone.</summary>
    [Fact]
    public void A_failed_instantiation_leaves_the_others_usable()
    {
        Assert.Throws<TypeInitializationException>(() => Opaque.Of(Picky<string>.Value));
        Assert.Equal(3, Picky<object>.Value);
        Assert.Equal(3, Picky<int>.Value);
        Assert.Throws<TypeInitializationException>(() => Opaque.Of(Picky<string>.Value));
    }

    /// <summary>A static constructor that handles its exception has succeeded.</summary>
    [Fact]
    public void A_static_constructor_may_catch_its_own_exception()
    {
        Assert.Equal(4, Careful.Value);
    }

    /// <summary>Creating an object of a type that cannot be initialised fails in the same way.</summary>
    [Fact]
    public void Creating_an_instance_of_a_failed_type_throws()
    {
        Assert.Throws<TypeInitializationException>(() => Opaque.Of(new Instance().Number));
        Assert.Throws<TypeInitializationException>(() => Opaque.Of(new Instance().Number));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fail() => throw new CauseException();
}
