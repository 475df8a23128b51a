%% A tree of processes, ten children each; the leaves send their number up, the others the sum. Size is the number of
%% leaves, a power of ten: a million makes 1,111,111 processes. The value is the whole time, in milliseconds.
-module(row_skynet).
-export([run/1, unit/0]).

unit() -> "ms".

run(Size) ->
    Self = self(),
    Start = bench:now_ns(),
    spawn_link(fun() -> node(Self, 0, Size) end),
    Sum = receive N -> N end,
    Values = [(bench:now_ns() - Start) / 1.0e6],
    Sum = Size * (Size - 1) div 2,
    Values.

node(Parent, Number, 1) -> Parent ! Number;
node(Parent, Number, Size) ->
    Self = self(),
    Part = Size div 10,
    [spawn(fun() -> node(Self, Number + I * Part, Part) end) || I <- lists:seq(0, 9)],
    Parent ! sum(10, 0).

sum(0, Sum) -> Sum;
sum(N, Sum) -> receive Part -> sum(N - 1, Sum + Part) end.
