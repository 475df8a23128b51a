%% How late a process at high priority wakes from a millisecond's wait while sixteen at normal spin.
-module(row_lateness).
-export([run/1]).

run(Size) ->
    Spinners = row_latency:spinners(),
    process_flag(priority, high),
    Values = loop(Size, []),
    row_latency:stop(Spinners),
    Values.

loop(0, Values) -> Values;
loop(N, Values) ->
    Start = bench:now_ns(),
    receive after 1 -> ok end,
    loop(N - 1, [bench:now_ns() - Start - 1000000 | Values]).
