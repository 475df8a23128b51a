using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Exceptions that leave a callee by each way a callee can be called. Interface calls pass through a dispatch stub,
/// delegates through a shuffle stub, shared generic code carries a hidden dictionary argument: none of these may stand
/// in the unwinder's way or lose the caller's registers. Each case keeps a local alive across the call and checks it.
/// </summary>
public sealed class ThroughCalls
{
    private sealed class TargetException(string where) : Exception(where);

    private interface IThrower
    {
        int Call(int argument);

        int Default(int argument) => throw new TargetException("default" + argument);

        T Generic<T>(T argument);
    }

    private interface IStaticThrower
    {
        static abstract int Static(int argument);
    }

    private abstract class Base
    {
        public abstract int Virtual(int argument);

        public virtual T GenericVirtual<T>(T argument) => argument;
    }

    private sealed class Thrower : Base, IThrower, IStaticThrower
    {
        public static int Static(int argument) => throw new TargetException("static" + argument);

        public int Call(int argument) => throw new TargetException("interface" + argument);

        public T Generic<T>(T argument) => throw new TargetException(typeof(T).Name + argument);

        public override int Virtual(int argument) => throw new TargetException("virtual" + argument);

        public override T GenericVirtual<T>(T argument) => throw new TargetException(typeof(T).Name + argument);
    }

    private struct ThrowerStruct : IThrower, IStaticThrower
    {
        private int _calls;

        public readonly int Calls => _calls;

        public static int Static(int argument) => throw new TargetException("struct-static" + argument);

        public int Call(int argument)
        {
            _calls++;
            throw new TargetException("struct" + argument);
        }

        public readonly T Generic<T>(T argument) => throw new TargetException("s" + typeof(T).Name + argument);
    }

    private event Action? Rang;

    /// <summary>Out of a method called through an interface.</summary>
    [Fact]
    public void An_exception_leaves_an_interface_call()
    {
        IThrower thrower = Opaque.Of<IThrower>(new Thrower());
        Assert.Equal("interface3", MessageOf(() => thrower.Call(3)));
    }

    /// <summary>Out of the body that an interface itself provides.</summary>
    [Fact]
    public void An_exception_leaves_a_default_interface_method()
    {
        IThrower thrower = Opaque.Of<IThrower>(new Thrower());
        Assert.Equal("default4", MessageOf(() => thrower.Default(4)));
    }

    /// <summary>Out of an override.</summary>
    [Fact]
    public void An_exception_leaves_a_virtual_call()
    {
        Base thrower = Opaque.Of<Base>(new Thrower());
        Assert.Equal("virtual5", MessageOf(() => thrower.Virtual(5)));
    }

    /// <summary>Out of generic virtual methods of a class, for reference and value arguments.</summary>
    [Fact]
    public void An_exception_leaves_a_generic_virtual_call()
    {
        Base thrower = Opaque.Of<Base>(new Thrower());
        Assert.Equal("Int326", MessageOf(() => thrower.GenericVirtual(6)));
        Assert.Equal("Stringsix", MessageOf(() => thrower.GenericVirtual("six")));
        Assert.Equal("Int646", MessageOf(() => thrower.GenericVirtual(6L)));
    }

    /// <summary>Out of generic methods of an interface, for reference and value arguments.</summary>
    [Fact]
    public void An_exception_leaves_a_generic_interface_call()
    {
        IThrower thrower = Opaque.Of<IThrower>(new Thrower());
        IThrower boxed = Opaque.Of<IThrower>(default(ThrowerStruct));
        Assert.Equal("Int327", MessageOf(() => thrower.Generic(7)));
        Assert.Equal("Stringseven", MessageOf(() => thrower.Generic("seven")));
        Assert.Equal("sInt327", MessageOf(() => boxed.Generic(7)));
        Assert.Equal("sStringseven", MessageOf(() => boxed.Generic("seven")));
    }

    /// <summary>Out of static abstract members, called through a type parameter.</summary>
    [Fact]
    public void An_exception_leaves_a_static_abstract_call()
    {
        Assert.Equal("static8", MessageOf(() => CallStatic<Thrower>(8)));
        Assert.Equal("struct-static8", MessageOf(() => CallStatic<ThrowerStruct>(8)));
    }

    /// <summary>Out of static, instance, struct and lambda targets of a delegate.</summary>
    [Fact]
    public void An_exception_leaves_a_delegate_call()
    {
        Func<int, int> toStatic = ThrowStatic;
        Func<int, int> toInstance = new Thrower().Call;
        Func<int, int> toStruct = default(ThrowerStruct).Call;
        int captured = Opaque.Of(1);
        Func<int, int> toLambda = n => throw new TargetException("lambda" + (n + captured));
        Assert.Equal("method9", MessageOf(() => Opaque.Of(toStatic)(9)));
        Assert.Equal("interface9", MessageOf(() => Opaque.Of(toInstance)(9)));
        Assert.Equal("struct9", MessageOf(() => Opaque.Of(toStruct)(9)));
        Assert.Equal("lambda10", MessageOf(() => Opaque.Of(toLambda)(9)));
    }

    /// <summary>When one target of a multicast delegate throws, those after it are not called.</summary>
    [Fact]
    public void A_throwing_target_ends_a_multicast_call()
    {
        var journal = new Journal();
        Action chain = () => journal.Note("one");
        chain += () => journal.Note("two");
        chain += () => throw new TargetException("three");
        chain += () => journal.Note("four");
        Assert.Throws<TargetException>(chain);
        Assert.Equal("one two", journal.ToString());
    }

    /// <summary>An event handler that throws reaches whoever raised the event.</summary>
    [Fact]
    public void An_exception_leaves_an_event_handler()
    {
        Rang += () => throw new TargetException("handler");
        Assert.Equal("handler", MessageOf(() =>
        {
            Rang?.Invoke();
            return 0;
        }));
    }

    /// <summary>A struct method that throws has changed the struct it was called on.</summary>
    [Fact]
    public void A_struct_keeps_what_its_method_did_before_the_throw()
    {
        ThrowerStruct counted = default;
        for (int i = 0; i < 3; i++)
        {
            try
            {
                counted.Call(i);
            }
            catch (TargetException)
            {
            }
        }

        Assert.Equal(3, counted.Calls);
    }

    /// <summary>Generic methods let exceptions out for reference and value instantiations alike.</summary>
    [Fact]
    public void An_exception_leaves_constrained_generic_code()
    {
        Assert.Equal("interface11", MessageOf(() => CallConstrained(new Thrower(), 11)));
        Assert.Equal("struct11", MessageOf(() => CallConstrained(default(ThrowerStruct), 11)));
    }

    // The locals around the call must come back as they were: callee-saved registers hold them while the callee runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string MessageOf<T>(Func<T> call)
    {
        int before = Opaque.Of(1234);
        string text = Opaque.Of("kept");
        double fraction = Opaque.Of(0.5);
        try
        {
            call();
            return "returned";
        }
        catch (TargetException e)
        {
            return before == 1234 && text == "kept" && fraction == 0.5 ? e.Message : "locals lost";
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ThrowStatic(int argument) => throw new TargetException("method" + argument);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CallStatic<T>(int argument)
        where T : IStaticThrower => T.Static(argument);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CallConstrained<T>(T thrower, int argument)
        where T : IThrower => thrower.Call(argument);
}
