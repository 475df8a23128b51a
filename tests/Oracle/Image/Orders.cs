// What coordinator and actors say to each other. Orders go to an actor and are taken out of turn; reports come back.
using Cosmos.Runtime;

namespace Cosmos.Tests.Oracle.Image;

/// <summary>From the coordinator, or in its service: no message of the program.</summary>
internal abstract record Order;

/// <summary>A new process may begin: it is watched.</summary>
internal sealed record Begin : Order;

/// <summary>Carry out an operation.</summary>
internal sealed record Perform(string Verb, object?[] Arguments) : Order;

/// <summary>Do several things without a pause.</summary>
internal sealed record Rush(object?[] Items) : Order;

/// <summary>Empty the mailbox and tell what was in it by sender.</summary>
internal sealed record Gather : Order;

/// <summary>Give up waiting.</summary>
internal sealed record Unblock : Order;

/// <summary>Send a mark to all of these.</summary>
internal sealed record Flush(long Round, Pid[] Pids) : Order;

/// <summary>Behind it nothing of its sender is under way.</summary>
internal sealed record Mark(long Round) : Order;

/// <summary>Take out notices of ends that came together.</summary>
internal sealed record Check : Order;

/// <summary>To the straggler: answer.</summary>
internal sealed record Echo(Pid To, long Round);

/// <summary>To the coordinator.</summary>
internal abstract record Report;

/// <summary>A process of the program is there.</summary>
internal sealed record Born(string Slot, Pid Pid) : Report;

/// <summary>Something was observed.</summary>
internal sealed record Note(string Slot, object?[] Parts) : Report;

/// <summary>A reference got a name.</summary>
internal sealed record Bind(string Variable, Ref Reference) : Report;

/// <summary>A timer was started.</summary>
internal sealed record TimerStarted(bool IsShort, Ref Timer) : Report;

/// <summary>What was ordered is done.</summary>
internal sealed record Done(string Slot) : Report;

/// <summary>It waits for a message, for as long as it takes.</summary>
internal sealed record Blocked(string Slot) : Report;

/// <summary>A mark has come.</summary>
internal sealed record Seen(long Round) : Report;

/// <summary>A message of the program. In Erlang <c>{m, Tag, From, Number, Payload}</c>.</summary>
internal sealed record Letter(string Tag, Pid From, long Number, object? Payload);

/// <summary>Messages whose order is left open.</summary>
internal sealed record Sorted(object?[] Items);

/// <summary>Messages whose order is given for each sender alone.</summary>
internal sealed record Grouped(object?[] Items);

/// <summary>Part of a note that stands as it is.</summary>
internal sealed record Word(string Text);

/// <summary>Part of a burst: that many letters.</summary>
internal sealed record Letters(Pid To, int Count);

/// <summary>Part of a burst: receive up to that many messages.</summary>
internal sealed record Take(int Count);

/// <summary>Part of a burst: an exit signal with a number of its own.</summary>
internal sealed record NumberedExit(Pid To);

/// <summary>Part of a burst, its last: the end.</summary>
internal sealed record Quit(ExitReason Reason);
