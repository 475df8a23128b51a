using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Statics;

/// <summary>
/// Initialisation that the program steers itself: constants, which exist only for the compiler; module initialisers,
/// which run before any other code of the module is reached (C# standard, ModuleInitializerAttribute); and
/// <see cref="Lazy{T}"/>, which waits until it is asked and remembers the answer, or the exception.
/// </summary>
public sealed class LazyAndModules
{
    private const int Kilo = 1 << 10;
    private const long Mega = (long)Kilo * Kilo;
    private const string Unit = "KB" + "/" + "s";
    private const double Ratio = 1.0 / 3;

    private sealed class BoomException : Exception;

    private static int s_moduleRuns;

#pragma warning disable CA2255 // The attribute is the subject of the case.
    [ModuleInitializer]
    internal static void Initialise() => s_moduleRuns++;
#pragma warning restore CA2255

    /// <summary>A module initialiser has run once before any code of the module.</summary>
    [Fact]
    public void A_module_initialiser_runs_once_before_everything_else()
    {
        Assert.Equal(1, s_moduleRuns);
    }

    /// <summary>Constants are folded with the rules of run time.</summary>
    [Fact]
    public void Constants_equal_what_is_computed_at_run_time()
    {
        int kilo = Opaque.Of(1) << Opaque.Of(10);
        Assert.Equal(kilo, Kilo);
        Assert.Equal((long)kilo * kilo, Mega);
        Assert.Equal(Opaque.Of(1.0) / Opaque.Of(3.0), Ratio);
        Assert.Equal(string.Concat("KB", Opaque.Of("/"), "s"), Unit);
        Assert.Equal(unchecked(Opaque.Of(int.MaxValue) + 1), unchecked(int.MaxValue + 1));
        Assert.Equal((byte)Opaque.Of(300), unchecked((byte)300));
    }

    /// <summary>A lazy value is made at the first question, and only once.</summary>
    [Fact]
    public void A_lazy_value_is_made_once_when_asked()
    {
        int made = 0;
        var lazy = new Lazy<string>(() => "value" + ++made);
        Assert.False(lazy.IsValueCreated);
        Assert.Equal(0, made);
        Assert.Equal("value1", lazy.Value);
        Assert.Same(lazy.Value, lazy.Value);
        Assert.True(lazy.IsValueCreated);
        Assert.Equal(1, made);
    }

    /// <summary>A factory that throws is remembered: the same exception comes again without a call.</summary>
    [Fact]
    public void A_lazy_factory_that_throws_is_not_called_again()
    {
        int calls = 0;
        var lazy = new Lazy<int>(() =>
        {
            calls++;
            throw new BoomException();
        });
        BoomException first = Assert.Throws<BoomException>(() => Opaque.Of(lazy.Value));
        BoomException second = Assert.Throws<BoomException>(() => Opaque.Of(lazy.Value));
        Assert.Same(first, second);
        Assert.Equal(1, calls);
        Assert.False(lazy.IsValueCreated);
    }

    /// <summary>In the publication-only mode a failed factory is tried again.</summary>
    [Fact]
    public void A_publication_only_lazy_tries_again()
    {
        int calls = 0;
        var lazy = new Lazy<int>(
            () => ++calls < 3 ? throw new BoomException() : calls, LazyThreadSafetyMode.PublicationOnly);
        Assert.Throws<BoomException>(() => Opaque.Of(lazy.Value));
        Assert.Throws<BoomException>(() => Opaque.Of(lazy.Value));
        Assert.Equal(3, lazy.Value);
        Assert.Equal(3, lazy.Value);
    }

    /// <summary>A factory that asks for its own value is refused.</summary>
    [Fact]
    public void A_lazy_value_that_needs_itself_throws()
    {
        Lazy<int>? lazy = null;
        lazy = new Lazy<int>(() => lazy!.Value + 1);
        Assert.Throws<InvalidOperationException>(() => Opaque.Of(lazy.Value));
    }

    /// <summary>LazyInitializer fills an empty place and leaves a full one alone.</summary>
    [Fact]
    public void A_lazy_initializer_fills_an_empty_place_once()
    {
        string? place = null;
        Assert.Equal("filled", LazyInitializer.EnsureInitialized(ref place, () => "filled"));
        Assert.Equal("filled", LazyInitializer.EnsureInitialized(ref place, () => "again"));
    }
}
