%% Size processes, each of which sends a ping to every other one and waits for all pongs, answering pings meanwhile and
%% afterwards. The value is the whole time, in milliseconds.
-module(row_big).
-export([run/1, unit/0]).

unit() -> "ms".

run(Size) ->
    Self = self(),
    Start = bench:now_ns(),
    Members = [spawn_link(fun() -> member(Self) end) || _ <- lists:seq(1, Size)],
    [Member ! {others, lists:delete(Member, Members)} || Member <- Members],
    bench:each(Size, fun() -> receive done -> ok end end),
    Values = [(bench:now_ns() - Start) / 1.0e6],
    process_flag(trap_exit, true),
    [exit(Member, kill) || Member <- Members],
    bench:each(Size, fun() -> receive {'EXIT', _, _} -> ok end end),
    Values.

member(Owner) ->
    receive
        {others, Others} ->
            [Other ! {ping, self()} || Other <- Others],
            pongs(length(Others)),
            Owner ! done,
            answer()
    end.

pongs(0) -> ok;
pongs(N) ->
    receive
        {ping, From} -> From ! {pong, self()}, pongs(N);
        {pong, _} -> pongs(N - 1)
    end.

answer() ->
    receive {ping, From} -> From ! {pong, self()} end,
    answer().
