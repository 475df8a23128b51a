// A process made by hand, for cases about its heap: it runs a method on a stack and a heap of its own until the method
// ends. What the method returns is a number or a text that the process writes outside of its heap, because nothing of
// a heap outlives its process.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>A method on a heap of its own.</summary>
internal sealed unsafe class HeapProcess : ProcessRuntime
{
    private const int MostText = 2048;

    private readonly ContextBlock* _case = Context.CurrentBlock;
    private readonly char[] _text = GC.AllocateArray<char>(MostText, pinned: true);
    private readonly Func<string> _body;
    private ProcessFailure? _failure;
    private int _length = -1;

    private HeapProcess(Func<string> body) => _body = body;

    /// <summary>
    /// Runs <paramref name="body"/>, which captures nothing, as a process. Returns what it returned, or throws what it
    /// said when it threw.
    /// </summary>
    public static string Run(Func<string> body, HeapOptions options = default)
        => TryRun(body, options, out string text) is ProcessFailure failure
            ? throw new InvalidOperationException(failure.ToString())
            : text;

    /// <summary>The same; the failure that ended it, or null when it came to its end.</summary>
    public static ProcessFailure? TryRun(Func<string> body, HeapOptions options, out string text)
    {
        ProcessRuntime? before = GivingWay.Runtime;
        var process = new HeapProcess(body);
        GivingWay.Runtime = process;
        try
        {
            ContextBlock* context = Context.TryCreateProcess(1, options, default);
            Assert.True(context != null, "there ought to be memory for a context");
            Context.SwitchTo(context);
        }
        finally
        {
            GivingWay.Runtime = before;
        }

        text = process._length < 0 ? "" : new string(process._text, 0, process._length);
        Assert.False(text.StartsWith('!'), text);
        return process._failure;
    }

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void Start(Cosmos.Core.Kernel image) => throw new InvalidOperationException();

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void StartCore() => throw new InvalidOperationException();

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void Run(object? root)
    {
        Preemption.Enable();
        Say(Call());
        Preemption.Disable();
        Leave();
    }

    /// <inheritdoc/>
    protected internal override void OnPreempted()
    {
    }

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void OnFailed(in ProcessFailure failure)
    {
        _failure = failure;
        Leave();
    }

    /// <inheritdoc/>
    protected internal override bool TryRelieve(long bytes) => false;

    // The exception's text is the process's own, like everything it makes.
    private string Call()
    {
        try
        {
            return _body();
        }
        catch (Exception exception)
        {
            return "!" + exception;
        }
    }

    private void Say(string text)
    {
        _length = Math.Min(text.Length, MostText);
        text.AsSpan(0, _length).CopyTo(_text);
    }

    [DoesNotReturn]
    private void Leave()
    {
        Context.End(_case);
    }
}
