%% 503 processes in a ring pass an integer on, which counts the hops down.
-module(row_ring).
-export([run/1]).

-define(PROCESSES, 503).

run(Size) ->
    Self = self(),
    First = spawn_link(fun() -> receive {next, Next} -> member(Next, Self) end end),
    Members = lists:foldl(fun(_, [Next | _] = Ring) -> [spawn_link(fun() -> member(Next, Self) end) | Ring] end,
                          [First], lists:seq(2, ?PROCESSES)),
    First ! {next, hd(Members)},
    Start = bench:now_ns(),
    First ! Size,
    receive done -> ok end,
    Values = bench:since(Start, Size),
    process_flag(trap_exit, true),
    [exit(Member, kill) || Member <- Members],
    bench:each(?PROCESSES, fun() -> receive {'EXIT', _, _} -> ok end end),
    Values.

member(Next, Owner) ->
    receive
        0 -> Owner ! done;
        N when is_integer(N) -> Next ! N - 1
    end,
    member(Next, Owner).
