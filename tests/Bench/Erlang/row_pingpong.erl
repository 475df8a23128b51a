%% Two processes and one message that goes to and fro; a round trip is two sends, two receives and two switches. The
%% message is {Pid, Payload}, as it is on the other side; the payload is empty, or a tuple or a list of integers that
%% take the named number of words.
-module(row_pingpong).
-export([run/1, run/2]).

run(Size) -> run(Size, []).

run(Size, Payload) ->
    Partner = spawn_link(fun echo/0),
    Start = bench:now_ns(),
    loop(Size, Partner, Payload),
    Values = bench:since(Start, Size),
    unlink(Partner),
    exit(Partner, kill),
    Values.

loop(0, _, _) -> ok;
loop(N, Partner, Payload) ->
    Partner ! {self(), Payload},
    receive {Partner, _} -> ok end,
    loop(N - 1, Partner, Payload).

echo() ->
    receive {From, Payload} -> From ! {self(), Payload} end,
    echo().
