%% Ping-pong with a tuple of integers, 10 words of payload.
-module(row_pingpong_10).
-export([run/1]).

run(Size) -> row_pingpong:run(Size, list_to_tuple(lists:seq(1, 10))).
