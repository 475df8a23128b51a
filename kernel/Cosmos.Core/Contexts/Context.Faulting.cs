// What fault handling asks of contexts of processes: time for others, and room on a full stack. Apart from the making
// and ending of contexts, because it happens in the midst of their code.
using Cosmos.Core.Abi;

namespace Cosmos.Core.Contexts;

internal static unsafe partial class Context
{
    /// <summary>The running process, which holds nothing, gives its core away once.</summary>
    public static void GiveWay() => GivingWay.TryYield();

    /// <summary>
    /// Gives a process whose stack is full some room more, once, to leave what it is in. False: it has had it.
    /// </summary>
    public static bool TryLendStack(ContextBlock* context) => StackPool.TryLend(context);

    /// <inheritdoc cref="ProcessContexts.TryTakeFailure"/>
    public static bool TryTakeFailure(out ProcessFailure failure)
    {
        ContextBlock* context = CurrentBlock;
        bool isThere = context->HasPending != 0;
        context->HasPending = 0;
        failure = isThere ? context->Pending : default;
        return isThere;
    }
}
