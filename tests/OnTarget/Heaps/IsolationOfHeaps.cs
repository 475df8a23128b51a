// What the kernel does when a reference is about to cross from one process's heap into another's. No safe code can do
// this, because no process can get hold of another's object; the cases hand one over as a number.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about violations of isolation.</summary>
public sealed unsafe class IsolationOfHeaps
{
    private readonly Holder _shared = new();
    private nint _number;

    private sealed class Holder
    {
        public object? Field;
        public object?[] Elements = new object?[4];
    }

    /// <summary>Another process's object can be stored nowhere but on the stack.</summary>
    [Fact]
    public void A_foreign_object_cannot_be_stored()
    {
        ExpectViolation(() => _shared.Field = Foreign());
        ExpectViolation(() => Interlocked.Exchange(ref _shared.Field, Foreign()));
        ExpectViolation(() => new[] { new object(), _shared, Foreign() }.CopyTo(_shared.Elements, 0));
        Assert.Null(_shared.Field);
        Assert.Null(_shared.Elements[0]);
    }

    /// <summary>Nothing of a process's own can be stored into another process's object.</summary>
    [Fact]
    public void A_foreign_object_cannot_be_written()
    {
        ExpectViolation(() => ((Holder)Foreign()!).Field = new object());
        ExpectViolation(() => ((Holder)Foreign()!).Field = _shared);
        ExpectViolation(() => Interlocked.CompareExchange(ref ((Holder)Foreign()!).Field, new object(), null));
    }

    /// <summary>A graph that holds another process's object is not donated.</summary>
    [Fact]
    public void A_graph_with_a_foreign_object_is_not_donated()
    {
        ExpectViolation(() =>
        {
            // A store into the main block's own part is not looked at; the donation looks.
            object?[] mixed = [new(), null];
            mixed[1] = Foreign();
            _shared.Field = mixed;
        });
        Assert.Null(_shared.Field);
    }

    /// <summary>The verdicts, place by place.</summary>
    [Fact]
    public void Every_combination_has_its_verdict()
    {
        ExpectViolation(() =>
        {
            ContextBlock* context = Context.CurrentBlock;
            object own = new();
            nint mine = IsolationStage.AddressOf(own);
            nint shared = IsolationStage.AddressOf(_shared);
            nint onStack = 0;
            nint stack = (nint)(&onStack);
            nint local = (nint)(&context->Local);
            foreach ((nint place, nint value, StoreVerdict verdict) in ((nint, nint, StoreVerdict)[])[
                (mine, mine, StoreVerdict.Plain), (mine, shared, StoreVerdict.Plain), (mine, 0, StoreVerdict.Plain),
                (mine, _number, StoreVerdict.Violation), (shared, mine, StoreVerdict.Donation),
                (shared, shared, StoreVerdict.Plain), (shared, _number, StoreVerdict.Violation),
                (_number, mine, StoreVerdict.Violation), (_number, shared, StoreVerdict.Violation),
                (stack, mine, StoreVerdict.Plain), (local, mine, StoreVerdict.Plain),
                (IsolationStage.AddressOf("frozen"), mine, StoreVerdict.Donation),
                ((nint)HeapSpace.Start + (nint)HeapSpace.Bytes - 8, mine, StoreVerdict.Violation)])
            {
                Assert.Equal(verdict, StoreBarrier.Judge(context, place, value));
            }

            _shared.Field = Foreign();
        });
    }

    // Runs a delegate while another process, with an object whose address is in _number, waits.
    private void ExpectViolation(Action body)
    {
        using var runtime = new ScriptedRuntime();
        bool isFresh = false;
        ContextBlock* other = ScriptedRuntime.Create(
            () =>
            {
                IsolationStage.MakeHeap();
                var secret = new Holder();
                _number = IsolationStage.AddressOf(secret);
                isFresh = IsolationStage.IsPrivate(secret);
                runtime.Pause();
                GC.KeepAlive(secret);
            },
            number: 2);
        Context.SwitchTo(other);
        Assert.True(isFresh, "the other process's object is private");
        List<ProcessFailure> failures = IsolationStage.Failures(body);
        Context.SwitchTo(other);
        Assert.Equal(1, failures.Count);
        Assert.Equal(FailureKind.IsolationViolation, failures[0].Kind);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object? Foreign()
    {
        nint number = _number;
        return Unsafe.As<nint, object?>(ref number);
    }
}
