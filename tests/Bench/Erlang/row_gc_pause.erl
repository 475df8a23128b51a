%% What a collection does to others: a ticker at high priority wants to run every millisecond, Size times, while another
%% process holds 100 MB of live data and collects it again and again. The value is the longest time between two ticks,
%% less the millisecond.
-module(row_gc_pause).
-export([run/1]).

-define(WORDS, 13107200).

run(Size) ->
    Self = self(),
    Hoarder = spawn_link(fun() -> hoard(Self) end),
    receive ready -> ok end,
    spawn_opt(fun() -> Self ! {worst, tick(Size, bench:now_ns(), 0)} end, [link, {priority, high}]),
    Worst = receive {worst, Time} -> Time end,
    unlink(Hoarder),
    exit(Hoarder, kill),
    [Worst].

hoard(Owner) ->
    Data = lists:seq(1, ?WORDS div 2),
    Owner ! ready,
    collect(Data).

collect(Data) ->
    garbage_collect(),
    collect(Data).

tick(0, _, Worst) -> Worst;
tick(N, Last, Worst) ->
    receive after 1 -> ok end,
    Now = bench:now_ns(),
    tick(N - 1, Now, max(Worst, Now - Last - 1000000)).
