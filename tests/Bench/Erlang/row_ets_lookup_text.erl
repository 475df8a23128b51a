%% Look-ups by a text: a binary of 14 bytes.
-module(row_ets_lookup_text).
-export([run/1]).

run(Size) ->
    Table = ets:new(t, [set]),
    Keys = list_to_tuple([text(I) || I <- lists:seq(0, row_ets:held() - 1)]),
    [ets:insert(Table, {element(I + 1, Keys), I}) || I <- lists:seq(0, row_ets:held() - 1)],
    row_ets:lookup(Table, fun(I) -> element(I + 1, Keys) end, Size).

text(I) -> iolist_to_binary(io_lib:format("subscriber~2..0w~2..0w", [I rem 100, I div 100])).
