// The state of an exception in flight belongs to the running context. So contexts may be switched in the middle of a
// throw - in a filter, in a finally, in a catch - and throw something else meanwhile; each exception finds its own
// handler.
namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Claims about exceptions in several contexts.</summary>
public sealed class Exceptions
{
    private readonly List<string> _journal = [];

    /// <summary>Two contexts throw in turn, many times, and each catches its own.</summary>
    [Fact]
    public void Two_contexts_throw_in_turn()
    {
        const int Rounds = 100;
        int caught = 0;
        void Body(Coroutine self)
        {
            for (int round = 0; round < Rounds; round++)
            {
                var mine = new InvalidOperationException();
                try
                {
                    throw mine;
                }
                catch (InvalidOperationException exception)
                {
                    self.Yield();
                    Assert.Same(mine, exception);
                    caught++;
                }
            }
        }

        using var first = new Coroutine(Body);
        using var second = new Coroutine(Body);
        while (!first.IsDone)
        {
            first.Resume();
            second.Resume();
        }

        Assert.Equal(2 * Rounds, caught);
    }

    /// <summary>A switch in a filter, in a finally and in a catch: the other context throws each time.</summary>
    [Fact]
    public void A_switch_in_the_middle_of_a_throw_disturbs_nothing()
    {
        using var other = new Coroutine(self =>
        {
            while (true)
            {
                Throw("other");
                self.Yield();
            }
        });
        try
        {
            try
            {
                throw new FormatException();
            }
            finally
            {
                _journal.Add("finally");
                other.Resume();
            }
        }
        catch (FormatException) when (Interrupted(other))
        {
            _journal.Add("catch");
            other.Resume();
        }

        Assert.Sequence(["filter", "other", "finally", "other", "catch", "other"], _journal);
    }

    /// <summary>A rethrow after a switch throws what this context caught, not what the other one did.</summary>
    [Fact]
    public void A_rethrow_after_a_switch_throws_the_right_exception()
    {
        var mine = new FormatException("mine");
        using var other = new Coroutine(_ => Throw("other"));
        FormatException thrown = Assert.Throws<FormatException>(() =>
        {
            try
            {
                throw mine;
            }
            catch (FormatException)
            {
                other.Resume();
                throw;
            }
        });
        Assert.Same(mine, thrown);
    }

    /// <summary>A context that is abandoned in the middle of a catch takes its exception with it.</summary>
    [Fact]
    public void A_context_may_end_in_the_middle_of_a_catch()
    {
        using (var other = new Coroutine(self =>
        {
            try
            {
                throw new FormatException();
            }
            catch (FormatException)
            {
                self.Yield();
            }
        }))
        {
            other.Resume();
        }

        Throw("still works");
        Assert.Sequence(["still works"], _journal);
    }

    /// <summary>Hardware faults, too, belong to the context they happen in.</summary>
    [Fact]
    public void Faults_in_two_contexts_do_not_meet()
    {
        string? nothing = null;
        using var other = new Coroutine(self =>
        {
            int zero = nothing is null ? 0 : 1;
            Assert.Throws<DivideByZeroException>(() => _journal.Add($"{1 / zero}"));
            self.Yield();
            Assert.Throws<NullReferenceException>(() => _journal.Add(nothing!.Trim()));
        });
        try
        {
            _journal.Add(nothing!.Trim());
        }
        catch (NullReferenceException)
        {
            other.Resume();
        }

        other.Resume();
        Assert.True(other.IsDone);
        Assert.Empty(_journal);
    }

    /// <summary>
    /// Nobody above a context's first method handles anything: the machine ends, and the context is named.
    /// </summary>
    [Crash("System.FormatException: alone in here")]
    public void An_exception_does_not_leave_its_context()
    {
        using var other = new Coroutine(static _ => throw new FormatException("alone in here"));
        try
        {
            other.Resume();
        }
        catch (FormatException)
        {
            Console.WriteLine("caught in the wrong context");
        }
    }

    private bool Interrupted(Coroutine other)
    {
        _journal.Add("filter");
        other.Resume();
        return true;
    }

    private void Throw(string word)
    {
        try
        {
            throw new InvalidOperationException(word);
        }
        catch (InvalidOperationException exception)
        {
            _journal.Add(exception.Message);
        }
    }
}
