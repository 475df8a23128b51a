%% Additions to a hundred counters.
-module(row_ets_count).
-export([run/1]).

run(Size) ->
    Table = ets:new(t, [set]),
    row_ets:fill(Table, 0, 100),
    row_ets:count(Table, Size).
