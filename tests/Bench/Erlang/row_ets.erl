%% Tables: what the rows ets-* are made of. See Image/Rows/TableRows.cs.
-module(row_ets).
-export([fill/3, lookup/3, insert/2, replace/2, count/2, key/1, ten/1, tens/0, held/0]).

held() -> 10000.

key(I) -> (I * 40503) band 16#FFFFFF.

ten(I) -> list_to_tuple(lists:seq(I, I + 9)).

insert(Type, Size) ->
    Table = ets:new(t, [Type]),
    Start = bench:now_ns(),
    fill(Table, 0, Size),
    Values = bench:since(Start, Size),
    ets:delete(Table),
    Values.

fill(_, Size, Size) -> ok;
fill(Table, I, Size) ->
    ets:insert(Table, {key(I), I}),
    fill(Table, I + 1, Size).

lookup(Table, KeyOf, Size) ->
    Start = bench:now_ns(),
    _ = lookup(Table, KeyOf, 0, Size, 0),
    Values = bench:since(Start, Size),
    ets:delete(Table),
    Values.

lookup(_, _, Size, Size, Sum) -> Sum;
lookup(Table, KeyOf, I, Size, Sum) ->
    [{_, Value}] = ets:lookup(Table, KeyOf(I rem 10000)),
    lookup(Table, KeyOf, I + 1, Size, case Value of V when is_integer(V) -> Sum + V; V -> Sum + tuple_size(V) end).

tens() ->
    Table = ets:new(t, [set]),
    [ets:insert(Table, {I, ten(I)}) || I <- lists:seq(0, held() - 1)],
    Table.

replace(Table, Size) ->
    Ten = ten(1),
    Start = bench:now_ns(),
    replace(Table, Ten, 0, Size),
    Values = bench:since(Start, Size),
    ets:delete(Table),
    Values.

replace(_, _, Size, Size) -> ok;
replace(Table, Ten, I, Size) ->
    ets:insert(Table, {I rem 10000, Ten}),
    replace(Table, Ten, I + 1, Size).

count(Table, Size) ->
    Start = bench:now_ns(),
    count(Table, 0, Size),
    Values = bench:since(Start, Size),
    ets:delete(Table),
    Values.

count(_, Size, Size) -> ok;
count(Table, I, Size) ->
    ets:update_counter(Table, key(I rem 100), 1),
    count(Table, I + 1, Size).
