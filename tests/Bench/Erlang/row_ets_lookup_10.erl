%% Look-ups of ten integers.
-module(row_ets_lookup_10).
-export([run/1]).

run(Size) -> row_ets:lookup(row_ets:tens(), fun(I) -> I end, Size).
