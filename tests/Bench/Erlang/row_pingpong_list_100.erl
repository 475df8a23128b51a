%% Ping-pong with a list of integers, 50 cells of two words.
-module(row_pingpong_list_100).
-export([run/1]).

run(Size) -> row_pingpong:run(Size, lists:seq(1, 50)).
