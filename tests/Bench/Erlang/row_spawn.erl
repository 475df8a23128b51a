%% A process that ends at once is spawned with a monitor, and its DOWN awaited.
-module(row_spawn).
-export([run/1]).

run(Size) ->
    Start = bench:now_ns(),
    loop(Size),
    bench:since(Start, Size).

loop(0) -> ok;
loop(N) ->
    {_, Monitor} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', Monitor, process, _, _} -> ok end,
    loop(N - 1).
