%% The servers of programs about supervisors. MANNER: plain does not trap exits; trap does; stubborn ends otherwise than
%% it is told; hang does not end when it is told to, so somebody has to kill it.
-module(oracle_child).
-behaviour(gen_server).
-export([start/4, prepared/4, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-record(child, {board, manner, sum = 0, waiting = [], ends_by_itself = false}).

start(Board, Parent, Manner, Name) ->
    prepared(Board, Parent, Name, fun(Plan) ->
        gen_server:start_link(?MODULE, {Board, Parent, Name, Manner, Plan}, [])
    end).

%% A start function, which may itself go wrong.
prepared(Board, Parent, Name, Start) ->
    case gen_server:call(Board, {attempt, Parent, Name}) of
        "error" -> {error, no};
        "throw" -> erlang:error(thrown);
        "quit" -> exit(left);
        Plan -> Start(Plan)
    end.

init({_, _, _, _, "ignore"}) -> ignore;
init({_, _, _, _, "fail"}) -> {stop, oops};
init({_, _, _, _, "crash"}) -> erlang:error(crash);
init({Board, Parent, Name, Manner, _}) ->
    process_flag(trap_exit, Manner =/= "plain"),
    ok = gen_server:call(Board, {up, Parent, Name}),
    {ok, #child{board = Board, manner = Manner}}.

handle_call(ping, _, S) -> {reply, pong, S};
handle_call({ask, "add:" ++ By}, _, S) ->
    Sum = S#child.sum + list_to_integer(By),
    {reply, Sum, S#child{sum = Sum}};
handle_call({ask, "crash"}, _, _) -> erlang:error(crash);
handle_call({ask, "defer"}, From, S) -> {noreply, S#child{waiting = [From | S#child.waiting]}};
handle_call({ask, "stop:" ++ Reason}, _, S) -> {stop, list_to_atom(Reason), stopped, S#child{ends_by_itself = true}};
handle_call({ask, "quit:" ++ Reason}, _, S) -> {stop, list_to_atom(Reason), S#child{ends_by_itself = true}};
handle_call({ask, "via:" ++ Name}, _, S) ->
    case gen_server:call(S#child.board, {where, Name}) of
        none -> {reply, nobody, S};
        Pid -> {reply, gen_server:call(Pid, {ask, "add:1"}), S}
    end.

handle_cast({tell, "add:" ++ By}, S) -> {noreply, S#child{sum = S#child.sum + list_to_integer(By)}};
handle_cast({tell, "crash"}, _) -> erlang:error(crash);
handle_cast({tell, "stop:" ++ Reason}, S) -> {stop, list_to_atom(Reason), S#child{ends_by_itself = true}};
handle_cast({tell, "reply"}, S) ->
    [gen_server:reply(From, late) || From <- S#child.waiting],
    {noreply, S#child{waiting = []}};
handle_cast({tell, "link:" ++ Name}, S) ->
    case gen_server:call(S#child.board, {where, Name}) of
        none -> ok;
        Pid ->
            %% See oracle_actor: OTP 25 raises where the reference manual has an exit signal.
            try link(Pid) catch error:noproc -> exit(self(), noproc) end
    end,
    {noreply, S}.

handle_info({'EXIT', From, Reason}, S) ->
    note([hears, From, Reason], S),
    {noreply, S}.

terminate(Reason, S) ->
    note([stops, Reason], S),
    case S#child.manner of
        "stubborn" -> exit(bad);
        "hang" when Reason =:= shutdown, not S#child.ends_by_itself -> receive never -> ok end;
        _ -> ok
    end.

note(Parts, S) -> gen_server:cast(S#child.board, {note, self(), Parts}).
