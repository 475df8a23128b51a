%% New rows into a set that grows.
-module(row_ets_insert).
-export([run/1]).

run(Size) -> row_ets:insert(set, Size).
