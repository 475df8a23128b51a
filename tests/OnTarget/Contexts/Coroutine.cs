// A context in a form that cases can use: a delegate that runs on a stack of its own until it yields. The kernel's
// contexts take a function pointer and a number; the number here is an index into a list, because a reference cannot be
// handed over as a number.
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>A delegate on a stack of its own.</summary>
internal sealed unsafe class Coroutine : IDisposable
{
    private const nuint StackBytes = 128 * 1024;
    private static readonly List<Coroutine> s_all = [];
    private readonly Action<Coroutine> _body;
    private ContextBlock* _context;
    private ContextBlock* _caller;

    /// <summary>Makes a context that will run <paramref name="body"/> when it is first resumed.</summary>
    public Coroutine(Action<Coroutine> body)
    {
        _body = body;
        s_all.Add(this);
        _context = Context.Create(&Main, s_all.Count - 1, StackBytes);
        Assert.True(_context != null, "there ought to be memory for a context");
    }

    /// <summary>Whether the body has returned.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The kernel's number of the context.</summary>
    public ulong Id => _context->Id;

    /// <summary>Runs the body until it yields or returns.</summary>
    public void Resume()
    {
        Assert.False(IsDone, "a coroutine that is done cannot be resumed");
        _caller = Context.CurrentBlock;
        Context.SwitchTo(_context);
    }

    /// <summary>Called by the body: goes on where it was resumed.</summary>
    public void Yield() => Context.SwitchTo(_caller);

    /// <summary>Frees the stack. The body need not have returned: its frames are forgotten.</summary>
    public void Dispose()
    {
        Context.Destroy(_context);
        _context = null;
    }

    private static void Main(nint index)
    {
        Coroutine self = s_all[(int)index];
        self._body(self);
        self.IsDone = true;
        self.Yield();
    }
}
