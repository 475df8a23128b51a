%% Ping-pong with a list of integers, 5 cells of two words.
-module(row_pingpong_list_10).
-export([run/1]).

run(Size) -> row_pingpong:run(Size, lists:seq(1, 5)).
