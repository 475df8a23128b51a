%% A thousand senders send Size integers each to one receiver. The value is the whole time, in milliseconds.
-module(row_bang).
-export([run/1, unit/0]).

-define(SENDERS, 1000).

unit() -> "ms".

run(Size) ->
    Self = self(),
    Start = bench:now_ns(),
    bench:each(?SENDERS, fun() -> spawn(fun() -> send(Size, Self) end) end),
    take(?SENDERS * Size),
    [(bench:now_ns() - Start) / 1.0e6].

send(0, _) -> ok;
send(N, To) ->
    To ! N,
    send(N - 1, To).

take(0) -> ok;
take(N) ->
    receive I when is_integer(I) -> take(N - 1) end.
