%% A chain of Size processes, each linked to the next; the first is killed, and all die. The value is the time for each.
-module(row_cascade).
-export([run/1]).

run(Size) ->
    Self = self(),
    {Last, Monitor} = spawn_monitor(fun() -> Self ! {first, self()}, idle() end),
    receive {first, Last} -> ok end,
    First = chain(Size - 1, Last),
    Start = bench:now_ns(),
    exit(First, kill),
    receive {'DOWN', Monitor, process, _, killed} -> ok end,
    bench:since(Start, Size).

chain(0, Next) -> Next;
chain(N, Next) ->
    Self = self(),
    Member = spawn(fun() -> link(Next), Self ! {linked, self()}, idle() end),
    receive {linked, Member} -> ok end,
    chain(N - 1, Member).

idle() -> receive stop -> ok end.
