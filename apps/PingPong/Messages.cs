// What the two players say to each other. A message is plain data: a record is best, because its receiver gets a copy
// and can match its type.
using Cosmos.Runtime;

namespace PingPong;

/// <summary>The ball, on its way to the player who answers.</summary>
/// <param name="From">Who served it, and wants the answer.</param>
/// <param name="Round">Which round of the game it is.</param>
public sealed record Ping(Pid From, int Round);

/// <summary>The ball, on its way back.</summary>
/// <param name="Round">The round that it answers.</param>
public sealed record Pong(int Round);
