%% gen_server:cast/2 with an integer, in batches of a thousand with a call behind each, so that no mailbox grows without
%% bound.
-module(row_cast).
-behaviour(gen_server).
-export([run/1, init/1, handle_call/3, handle_cast/2]).

-define(BATCH, 1000).

run(Size) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    Start = bench:now_ns(),
    bench:each(Size div ?BATCH, fun() -> batch(?BATCH, Server) end),
    Values = bench:since(Start, Size),
    gen_server:stop(Server),
    Values.

batch(0, Server) -> gen_server:call(Server, sum);
batch(N, Server) ->
    gen_server:cast(Server, N),
    batch(N - 1, Server).

init([]) -> {ok, 0}.

handle_call(sum, _From, State) -> {reply, State, State}.

handle_cast(N, State) -> {noreply, State + N}.
