%% gen_server:call/2 with an integer, answered with an integer.
-module(row_call).
-behaviour(gen_server).
-export([run/1, init/1, handle_call/3, handle_cast/2]).

run(Size) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    Start = bench:now_ns(),
    loop(Size, Server),
    Values = bench:since(Start, Size),
    gen_server:stop(Server),
    Values.

loop(0, _) -> ok;
loop(N, Server) ->
    N = gen_server:call(Server, N),
    loop(N - 1, Server).

init([]) -> {ok, 0}.

handle_call(N, _From, State) -> {reply, N, State + 1}.

handle_cast(_, State) -> {noreply, State}.
