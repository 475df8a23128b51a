%% Idle processes, each a server that has handled a request and waits for the next. The host reads the resident memory
%% of the whole program at the two marks, between which nothing but the processes comes, and makes the value of it.
-module(row_memory).
-export([run/1]).

run(Size) ->
    mark(0),
    Self = self(),
    Servers = [spawn(fun() -> serve(0) end) || _ <- lists:seq(1, Size)],
    [Server ! {once, Self} || Server <- Servers],
    bench:each(Size, fun() -> receive done -> ok end end),
    garbage_collect(),
    mark(Size),
    [exit(Server, kill) || Server <- Servers],
    [].

serve(Count) ->
    receive {once, From} -> From ! done end,
    serve(Count + 1).

mark(Count) ->
    io:format("@resident ~w~n", [Count]),
    receive after 400 -> ok end.
