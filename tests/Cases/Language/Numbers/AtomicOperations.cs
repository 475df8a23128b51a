namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Interlocked and Volatile, asked on one thread for what they compute: the old or the new value, as each method
/// documents, in every width and for references. That nobody else gets in between is the business of other tests; that
/// the compare-exchange compares what it should is seen here.
/// </summary>
public sealed class AtomicOperations
{
    private sealed class Cell
    {
        public int Number;
        public long Wide;
        public uint Unsigned;
        public ulong WideUnsigned;
        public byte Small;
        public double Fraction;
        public string? Text;
        public object? Thing;
        public volatile int Watched;
    }

    private readonly Cell _cell = Opaque.Of(new Cell());

    /// <summary>Increment, decrement and add return the new value.</summary>
    [Fact]
    public void Additions_return_the_new_value()
    {
        Assert.Equal(1, Interlocked.Increment(ref _cell.Number));
        Assert.Equal(11, Interlocked.Add(ref _cell.Number, 10));
        Assert.Equal(10, Interlocked.Decrement(ref _cell.Number));
        Assert.Equal(1L << 40, Interlocked.Add(ref _cell.Wide, 1L << 40));
        Assert.Equal(uint.MaxValue, Interlocked.Decrement(ref _cell.Unsigned));
        _cell.Number = int.MaxValue;
        Assert.Equal(int.MinValue, Interlocked.Increment(ref _cell.Number));
    }

    /// <summary>And and Or return the old value.</summary>
    [Fact]
    public void Bit_operations_return_the_old_value()
    {
        _cell.Number = 0b1100;
        Assert.Equal(0b1100, Interlocked.Or(ref _cell.Number, 0b0011));
        Assert.Equal(0b1111, Interlocked.And(ref _cell.Number, 0b1010));
        Assert.Equal(0b1010, _cell.Number);
        Assert.Equal(0UL, Interlocked.Or(ref _cell.WideUnsigned, 1UL << 63));
        Assert.Equal(1UL << 63, _cell.WideUnsigned);
    }

    /// <summary>Exchange returns what was there, in every width.</summary>
    [Fact]
    public void Exchange_returns_what_was_there()
    {
        Assert.Equal(0, Interlocked.Exchange(ref _cell.Number, 5));
        Assert.Equal(5, Interlocked.Exchange(ref _cell.Number, 6));
        Assert.Equal(0L, Interlocked.Exchange(ref _cell.Wide, -1));
        Assert.Equal((byte)0, Interlocked.Exchange(ref _cell.Small, 200));
        Assert.Equal(0.0, Interlocked.Exchange(ref _cell.Fraction, 0.5));
        Assert.Equal((6, -1L, 200, 0.5), (_cell.Number, _cell.Wide, _cell.Small, _cell.Fraction));
    }

    /// <summary>Compare-exchange stores only when the old value is the expected one.</summary>
    [Fact]
    public void Compare_exchange_stores_only_on_a_match()
    {
        Assert.Equal(0, Interlocked.CompareExchange(ref _cell.Number, 7, 0));
        Assert.Equal(7, Interlocked.CompareExchange(ref _cell.Number, 9, 8));
        Assert.Equal(7, _cell.Number);
        _cell.Wide = 1L << 33;
        Assert.Equal(1L << 33, Interlocked.CompareExchange(ref _cell.Wide, 5, 0));
        Assert.Equal(1L << 33, Interlocked.CompareExchange(ref _cell.Wide, 5, 1L << 33));
        Assert.Equal(5L, _cell.Wide);
        Assert.Equal((byte)0, Interlocked.CompareExchange(ref _cell.Small, 3, 0));
        Assert.Equal((byte)3, _cell.Small);
    }

    /// <summary>References are exchanged and compared by identity.</summary>
    [Fact]
    public void References_are_compared_by_identity()
    {
        string first = "first" + Opaque.Of(1);
        string equal = "first" + Opaque.Of(1);
        string second = "second" + Opaque.Of(2);
        Assert.Null(Interlocked.Exchange(ref _cell.Text, first));
        Assert.Same(first, Interlocked.CompareExchange(ref _cell.Text, second, equal));
        Assert.Same(first, _cell.Text);
        Assert.Same(first, Interlocked.CompareExchange(ref _cell.Text, second, first));
        Assert.Same(second, _cell.Text);
        Assert.Null(Interlocked.CompareExchange(ref _cell.Thing, second, null));
        Assert.Same(second, Interlocked.Exchange(ref _cell.Thing, null));
        Assert.Null(_cell.Thing);
    }

    /// <summary>Array elements and locals can be exchanged too.</summary>
    [Fact]
    public void Elements_and_locals_can_be_exchanged()
    {
        object?[] array = new object?[2];
        object value = new();
        Assert.Null(Interlocked.Exchange(ref array[1], value));
        Assert.Same(value, array[1]);
        string? local = null;
        Interlocked.CompareExchange(ref local, "set", null);
        Assert.Equal("set", local);
        int[] numbers = [1, 2];
        Assert.Equal(3, Interlocked.Increment(ref numbers[1]));
    }

    /// <summary>Volatile reads and writes move the value unchanged, references included.</summary>
    [Fact]
    public void Volatile_accesses_move_the_value()
    {
        Volatile.Write(ref _cell.Wide, long.MinValue);
        Assert.Equal(long.MinValue, Volatile.Read(ref _cell.Wide));
        Volatile.Write(ref _cell.Text, "text");
        Assert.Equal("text", Volatile.Read(ref _cell.Text));
        Volatile.Write(ref _cell.Fraction, -0.5);
        Assert.Equal(-0.5, Volatile.Read(ref _cell.Fraction));
        _cell.Watched = 4;
        _cell.Watched += 5;
        Assert.Equal(9, _cell.Watched);
        Interlocked.MemoryBarrier();
        Assert.Equal(long.MinValue, Interlocked.Read(ref _cell.Wide));
    }

    /// <summary>A retry loop with compare-exchange computes what a plain loop computes.</summary>
    [Fact]
    public void A_retry_loop_computes_the_same()
    {
        for (int i = 1; i <= 1000; i++)
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _cell.Number);
            }
            while (Interlocked.CompareExchange(ref _cell.Number, seen + i, seen) != seen);
        }

        Assert.Equal(500_500, _cell.Number);
    }
}
