%% Messages one way: batches of a thousand integers, an answer after each batch, so that no mailbox grows without bound.
-module(row_send).
-export([run/1]).

-define(BATCH, 1000).

run(Size) ->
    Self = self(),
    Receiver = spawn_link(fun() -> take(?BATCH, Self) end),
    Start = bench:now_ns(),
    bench:each(Size div ?BATCH, fun() -> batch(?BATCH, Receiver) end),
    Values = bench:since(Start, Size),
    unlink(Receiver),
    exit(Receiver, kill),
    Values.

batch(0, _) -> receive done -> ok end;
batch(N, Receiver) ->
    Receiver ! N,
    batch(N - 1, Receiver).

take(0, Sender) ->
    Sender ! done,
    take(?BATCH, Sender);
take(N, Sender) ->
    receive I when is_integer(I) -> ok end,
    take(N - 1, Sender).
