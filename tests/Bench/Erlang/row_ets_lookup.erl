%% Look-ups of an integer.
-module(row_ets_lookup).
-export([run/1]).

run(Size) ->
    Table = ets:new(t, [set]),
    row_ets:fill(Table, 0, row_ets:held()),
    row_ets:lookup(Table, fun row_ets:key/1, Size).
