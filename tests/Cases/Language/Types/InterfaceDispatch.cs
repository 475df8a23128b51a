namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// One call site, very many receiver types. An interface call begins with an empty cache at its site; each new type is
/// resolved once and entered, and the cache grows by reallocation until it gives up. The types come out of generic
/// nesting: 18 × 18 pairs of marker classes make 324 types that share their code and differ in their identity, and the
/// same number of structs makes receivers that must be unboxed on the way.
/// </summary>
public sealed class InterfaceDispatch
{
    private interface INumbered
    {
        int Number { get; }

        int Add(int amount, long more, string text, double fraction, int last);
    }

    private interface ILabelled<out T>
    {
        T Label { get; }
    }

    private sealed class Cell<TRow, TColumn>(int number) : INumbered, ILabelled<string>
    {
        public int Number => number;

        public string Label => typeof(TRow).Name + typeof(TColumn).Name;

        public int Add(int amount, long more, string text, double fraction, int last) =>
            number + amount + (int)more + text.Length + (int)fraction + last;
    }

    private readonly struct ValueCell<TRow, TColumn>(int number) : INumbered
    {
        public int Number => number;

        public int Add(int amount, long more, string text, double fraction, int last) => number - amount;
    }

    private sealed class A;

    private sealed class B;

    private sealed class C;

    private sealed class D;

    private sealed class E;

    private sealed class F;

    private sealed class Once<T>;

    private sealed class Twice<T>;

    /// <summary>324 receiver types at one call site, walked four times.</summary>
    [Fact]
    public void One_call_site_serves_324_classes()
    {
        List<INumbered> cells = Build(false);
        Assert.Equal(324, cells.Select(cell => cell.GetType()).Distinct().Count());
        for (int round = 0; round < 4; round++)
        {
            Assert.Equal(324 * 323 / 2, Sum(cells));
        }
    }

    /// <summary>The same with boxed structs as receivers.</summary>
    [Fact]
    public void One_call_site_serves_324_boxed_structs()
    {
        List<INumbered> cells = Build(true);
        Assert.Equal(324 * 323 / 2, Sum(cells));
        cells.Reverse();
        Assert.Equal(324 * 323 / 2, Sum(cells));
    }

    /// <summary>Arguments pass unharmed through the resolver the first time and through the cache later.</summary>
    [Fact]
    public void Arguments_survive_the_first_and_every_later_dispatch()
    {
        List<INumbered> cells = Build(false);
        for (int round = 0; round < 2; round++)
        {
            foreach (INumbered cell in cells)
            {
                Assert.Equal(cell.Number + 1 + 2 + 3 + 4 + 5, cell.Add(1, 2L, "abc", 4.75, 5));
            }
        }
    }

    /// <summary>A variant interface is found on every one of the types.</summary>
    [Fact]
    public void A_variant_interface_is_dispatched_on_many_types()
    {
        int found = 0;
        foreach (INumbered cell in Build(false))
        {
            ILabelled<object> labelled = (ILabelled<object>)cell;
            found += ((string)labelled.Label).Length > 1 ? 1 : 0;
        }

        Assert.Equal(324, found);
    }

    /// <summary>Classes and structs mixed at one site, in an order without a pattern.</summary>
    [Fact]
    public void Mixed_receivers_in_changing_order_find_their_methods()
    {
        List<INumbered> cells = [.. Build(false), .. Build(true)];
        int index = 0;
        for (int i = 0; i < 5000; i++)
        {
            index = ((index * 5) + 11) % cells.Count;
            INumbered cell = cells[index];
            int expected = index < 324 ? cell.Number + 10 : cell.Number - 1;
            Assert.Equal(expected, cell.Add(1, 1, "1", 1, 6));
        }
    }

    private static int Sum(List<INumbered> cells)
    {
        int sum = 0;
        foreach (INumbered cell in cells)
        {
            sum += cell.Number;
        }

        return sum;
    }

    private static List<INumbered> Build(bool values)
    {
        var cells = new List<INumbered>();
        Rows<A>(cells, values);
        Rows<B>(cells, values);
        Rows<C>(cells, values);
        Rows<D>(cells, values);
        Rows<E>(cells, values);
        Rows<F>(cells, values);
        return cells;
    }

    private static void Rows<T>(List<INumbered> cells, bool values)
    {
        Row<T>(cells, values);
        Row<Once<T>>(cells, values);
        Row<Twice<T>>(cells, values);
    }

    private static void Row<TRow>(List<INumbered> cells, bool values)
    {
        Columns<TRow, A>(cells, values);
        Columns<TRow, B>(cells, values);
        Columns<TRow, C>(cells, values);
        Columns<TRow, D>(cells, values);
        Columns<TRow, E>(cells, values);
        Columns<TRow, F>(cells, values);
    }

    private static void Columns<TRow, TColumn>(List<INumbered> cells, bool values)
    {
        Add<TRow, TColumn>(cells, values);
        Add<TRow, Once<TColumn>>(cells, values);
        Add<TRow, Twice<TColumn>>(cells, values);
    }

    private static void Add<TRow, TColumn>(List<INumbered> cells, bool values)
    {
        int number = cells.Count;
        cells.Add(values ? new ValueCell<TRow, TColumn>(number) : new Cell<TRow, TColumn>(number));
    }
}
