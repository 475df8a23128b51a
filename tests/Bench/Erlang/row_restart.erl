%% A child is killed; its parent, which traps exits, spawns a successor, which tells the killer that it runs. Each value
%% is the time from the kill to that message. The parent is no supervisor yet, on either side.
-module(row_restart).
-export([run/1]).

run(Size) ->
    Self = self(),
    Parent = spawn_link(fun() -> process_flag(trap_exit, true), parent(Self) end),
    Values = loop(Size, []),
    unlink(Parent),
    exit(Parent, kill),
    Values.

loop(0, Values) -> Values;
loop(N, Values) ->
    Child = receive {up, First} -> First end,
    Start = bench:now_ns(),
    exit(Child, kill),
    Successor = receive {up, Pid} -> Pid end,
    End = bench:now_ns(),
    self() ! {up, Successor},
    loop(N - 1, [End - Start | Values]).

parent(Owner) ->
    Child = spawn_link(fun() -> Owner ! {up, self()}, receive stop -> ok end end),
    receive {'EXIT', Child, killed} -> parent(Owner) end.
