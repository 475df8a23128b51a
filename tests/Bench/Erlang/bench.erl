%% The stage of the Erlang twins: runs one row as often as the host asks and prints its samples in the form of
%% Programs/Sample.cs. Called by `make bench`:
%%     erl -noshell +S 1:1 +P 4194304 -pa out/bench-erlang -run bench main ROW SIZE SAMPLES WARMUPS
%% +P is the limit of processes, which two rows need; +S the cores. No other flag is given.
%%
%% A row is a module row_NAME with run(Size), which returns a list of values. Every run has a process of its own, so
%% that no heap is handed down from one to the next; Image/Rows/Stage.cs does the same.
-module(bench).
-export([main/1, now_ns/0, each/2, since/2]).

main([Row, Size, Samples, WarmUps]) ->
    Module = list_to_atom("row_" ++ lists:map(fun($-) -> $_; (C) -> C end, Row)),
    {module, Module} = code:ensure_loaded(Module),
    N = list_to_integer(Size),
    [once(Module, N) || _ <- lists:seq(1, list_to_integer(WarmUps))],
    Unit = unit(Module),
    [print(Row, Unit, once(Module, N)) || _ <- lists:seq(1, list_to_integer(Samples))],
    halt(0).

once(Module, Size) ->
    Self = self(),
    {_, Monitor} = spawn_monitor(fun() -> Self ! {values, Module:run(Size)} end),
    receive
        {values, Values} ->
            receive {'DOWN', Monitor, process, _, normal} -> Values end;
        {'DOWN', Monitor, process, _, Reason} ->
            io:format("~p failed: ~p~n", [Module, Reason]),
            halt(1)
    end.

unit(Module) ->
    case erlang:function_exported(Module, unit, 0) of
        true -> Module:unit();
        false -> "ns"
    end.

print(Row, Unit, Values) ->
    [io:format("@bench ~s ~s ~.2f~n", [Row, Unit, float(Value)]) || Value <- Values].

%% Nanoseconds of the clock that never goes back.
now_ns() -> erlang:monotonic_time(nanosecond).

%% The value of a row whose samples are means: nanoseconds since Start for each of Count operations.
since(Start, Count) -> [(now_ns() - Start) / Count].

%% Calls Fun Count times.
each(0, _) -> ok;
each(Count, Fun) -> Fun(), each(Count - 1, Fun).
