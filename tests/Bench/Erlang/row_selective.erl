%% A call by hand - a fresh reference goes along and comes back - by a process that has a hundred thousand messages in
%% its mailbox which nobody wants yet.
-module(row_selective).
-export([run/1]).

-define(JUNK, 100000).

run(Size) ->
    [self() ! {junk, I} || I <- lists:seq(1, ?JUNK)],
    Server = spawn_link(fun serve/0),
    Start = bench:now_ns(),
    loop(Size, Server),
    Values = bench:since(Start, Size),
    unlink(Server),
    exit(Server, kill),
    Values.

loop(0, _) -> ok;
loop(N, Server) ->
    Request = make_ref(),
    Server ! {Request, self()},
    receive {Request, ok} -> ok end,
    loop(N - 1, Server).

serve() ->
    receive {Request, From} -> From ! {Request, ok} end,
    serve().
