%% Rows of ten integers in place of others.
-module(row_ets_replace_10).
-export([run/1]).

run(Size) -> row_ets:replace(row_ets:tens(), Size).
