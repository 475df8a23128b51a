%% Ping-pong with a list of integers, 500 cells of two words.
-module(row_pingpong_list_1000).
-export([run/1]).

run(Size) -> row_pingpong:run(Size, lists:seq(1, 500)).
