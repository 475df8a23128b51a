%% A timer with a message is started and cancelled, while a hundred thousand others are pending.
-module(row_timers).
-export([run/1]).

-define(PENDING, 100000).

run(Size) ->
    Pending = [erlang:send_after(3600000 + I, self(), pending) || I <- lists:seq(1, ?PENDING)],
    Start = bench:now_ns(),
    loop(Size),
    Values = bench:since(Start, Size),
    [erlang:cancel_timer(Timer) || Timer <- Pending],
    Values.

loop(0) -> ok;
loop(N) ->
    Timer = erlang:send_after(5000, self(), N),
    true = is_integer(erlang:cancel_timer(Timer)),
    loop(N - 1).
