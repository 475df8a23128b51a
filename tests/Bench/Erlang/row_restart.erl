%% A child is killed; its supervisor starts a successor, which tells the killer that it runs. Each value is the time
%% from the kill to that message. The supervisor reports the end, as it does by default: on both sides that is a part of
%% it.
-module(row_restart).
-export([run/1, init/1, handle_call/3, handle_cast/2]).

run(Size) ->
    {ok, Supervisor} = supervisor:start_link(?MODULE, {supervisor, self()}),
    Values = loop(Size, []),
    unlink(Supervisor),
    exit(Supervisor, kill),
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

init({supervisor, Owner}) ->
    Child = #{id => child, start => {gen_server, start_link, [?MODULE, {child, Owner}, []]}},
    {ok, {#{strategy => one_for_one, intensity => 1000000, period => 1}, [Child]}};
init({child, Owner}) ->
    Owner ! {up, self()},
    {ok, Owner}.

handle_call(_, _From, State) -> {reply, ok, State}.

handle_cast(_, State) -> {noreply, State}.
