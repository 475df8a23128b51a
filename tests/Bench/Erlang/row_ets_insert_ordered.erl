%% New rows into an ordered set that grows.
-module(row_ets_insert_ordered).
-export([run/1]).

run(Size) -> row_ets:insert(ordered_set, Size).
