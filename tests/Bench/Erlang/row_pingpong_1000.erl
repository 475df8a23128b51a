%% Ping-pong with a tuple of integers, 1000 words of payload.
-module(row_pingpong_1000).
-export([run/1]).

run(Size) -> row_pingpong:run(Size, list_to_tuple(lists:seq(1, 1000))).
