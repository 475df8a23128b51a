%% Look-ups of an integer in an ordered set.
-module(row_ets_lookup_ordered).
-export([run/1]).

run(Size) ->
    Table = ets:new(t, [ordered_set]),
    row_ets:fill(Table, 0, row_ets:held()),
    row_ets:lookup(Table, fun row_ets:key/1, Size).
