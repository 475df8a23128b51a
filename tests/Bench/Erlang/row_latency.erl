%% Round trips between two processes at high priority while sixteen at normal spin.
-module(row_latency).
-export([run/1, spinners/0, stop/1]).

run(Size) ->
    Spinners = spinners(),
    process_flag(priority, high),
    Partner = spawn_opt(fun echo/0, [link, {priority, high}]),
    Values = loop(Size, Partner, []),
    unlink(Partner),
    exit(Partner, kill),
    stop(Spinners),
    Values.

spinners() -> [spawn_link(fun() -> spin(0) end) || _ <- lists:seq(1, 16)].

stop(Spinners) -> [begin unlink(Spinner), exit(Spinner, kill) end || Spinner <- Spinners].

loop(0, _, Values) -> Values;
loop(N, Partner, Values) ->
    Start = bench:now_ns(),
    Partner ! {self(), N},
    receive {Partner, N} -> ok end,
    loop(N - 1, Partner, [bench:now_ns() - Start | Values]).

echo() ->
    receive {From, N} -> From ! {self(), N} end,
    echo().

spin(N) -> spin(N + 1).
