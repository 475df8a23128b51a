// What the processes of random programs say to each other.
using Cosmos.Runtime;

namespace Cosmos.Tests.Simulated.Programs;

/// <summary>To begin with: everybody.</summary>
internal sealed record Roster(Pid[] Actors);

/// <summary>A numbered message: from one sender to one receiver they count without a gap.</summary>
internal sealed record Numbered(Pid From, long Number);

/// <summary>A message whose number says nothing: by name, by alias.</summary>
internal sealed record Loose(Pid From);

/// <summary>From a timer: not to come before it is due, nor after it was cancelled.</summary>
internal sealed record Due(Pid Starter, long Timer, long DeadlineNs);

/// <summary>Another actor to talk to.</summary>
internal sealed record Newcomer(Pid Pid);

/// <summary>An actor has done all its steps.</summary>
internal sealed record Done(Pid From);

/// <summary>What do you still wait for?</summary>
internal sealed record Audit(Pid From);

/// <summary>These monitors have not told yet.</summary>
internal sealed record Audited(Pid From, Pid[] Monitored);
