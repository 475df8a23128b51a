%% The oracle: runs programs on Erlang/OTP and writes what its processes observed. tests/Oracle/Image does the same on
%% our runtime, step for step; docs/design/oracle.md says why the two texts must be equal.
%%
%% One program is one coordinator. It lets one process act, waits until that is done, and then until the system is
%% quiet: every living process sends a mark to every other one, and all marks have come. Signals from one process to
%% another keep their order ("Processes", "Signals", in the Erlang Reference Manual), so behind its mark nothing of a
%% process is still under way. A process that has ended can send no mark, and one that is ending goes on with that at
%% its own priority: after an end there are several rounds, and in each of them a straggler, a process of the lowest
%% priority, must have had its turn.
-module(oracle).
-export([main/1]).

-define(ROUNDS_AFTER_AN_END, 3).
-define(PATIENCE, 60000).
-define(ROOTS, ["p0", "p1", "p2"]).

main([Programs, Traces]) ->
    {ok, Text} = file:read_file(Programs),
    {ok, Out} = file:open(Traces, [write, raw, {delayed_write, 1000000, 1000}]),
    Lines = string:split(binary_to_list(Text), "\n", all),
    each(Lines, none, [], Out),
    ok = file:close(Out),
    halt(0).

each(["program " ++ Name | Rest], _, _, Out) ->
    each(Rest, Name, [], Out);
each(["end" | Rest], Name, Operations, Out) ->
    ok = file:write(Out, [["@program ", Name, "\n"], run(lists:reverse(Operations)), "@end\n"]),
    each(Rest, none, [], Out);
each([[] | Rest], Name, Operations, Out) ->
    each(Rest, Name, Operations, Out);
each([Line | Rest], Name, Operations, Out) ->
    each(Rest, Name, [string:lexemes(Line, " ") | Operations], Out);
each([], _, _, _) ->
    ok.

%% A program gets a process of its own, so that nothing is left of it.
run(Operations) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit({trace, either(Operations)}) end),
    receive
        {'DOWN', Monitor, process, Pid, {trace, Trace}} -> Trace;
        {'DOWN', Monitor, process, Pid, Reason} -> io_lib:format("coordinator failed: ~0p~n", [Reason])
    end.

%% Programs about supervisors have a driver of their own.
either(Operations) ->
    case oracle_tree:is_tree(Operations) of
        true -> oracle_tree:program(Operations);
        false -> program(Operations)
    end.

program(Operations) ->
    S0 = #{pids => #{}, slots => #{}, state => #{}, refs => #{}, variables => #{}, trace => [], step => 0,
           straggler => spawn_opt(fun straggler/0, [link, {priority, low}]), round => 0, seen => 0, short => [], timers => [], ended => false, finishing => false},
    S1 = lists:foldl(fun root/2, S0, ?ROOTS),
    S2 = lists:foldl(fun step/2, settle(S1), Operations),
    S3 = finish(S2#{step := maps:get(step, S2) + 1}),
    Lines = lists:sort(fun({A, _}, {B, _}) -> A =< B end, lists:reverse(maps:get(trace, S3))),
    [[Line, "\n"] || {_, Line} <- Lines].

root(Slot, S) ->
    Coordinator = self(),
    spawn(fun() -> oracle_actor:start(Coordinator, Slot, []) end),
    wait(set_state(Slot, unborn, S)).

%% One operation, and then quiet.
step(["-", "par" | Bursts], S) ->
    par(Bursts, next(S));
step([Actor, Verb | Tokens], S0) ->
    S = next(S0),
    case {state(Actor, S), oracle_terms:decode(Tokens, S)} of
        {idle, {ok, Arguments}} ->
            command(Actor, {operation, list_to_atom(Verb), Arguments}, S),
            settle(wait(expect_child(Tokens, set_state(Actor, busy, S))));
        {idle, unknown} -> write(Actor, "unknown", S);
        {State, _} -> write(Actor, atom_to_list(State), S)
    end.

next(S) -> S#{step := maps:get(step, S) + 1}.

expect_child(["=p" ++ _ = "=" ++ Slot | _], S) -> set_state(Slot, unborn, S);
expect_child(_, S) -> S.

%% A stretch in which several act at once. All trap exits, so that nobody's end depends on who was faster, and
%% afterwards all mailboxes are emptied and told by sender.
par(Bursts, S0) ->
    S1 = everybody({operation, trap, [on]}, unblock(S0)),
    Acting = [{Slot, Items} || {Slot, Tokens} <- lists:map(fun burst/1, Bursts),
                               state(Slot, S1) =:= idle,
                               {ok, Items} <- [oracle_terms:decode(Tokens, S1)]],
    S2 = lists:foldl(fun({Slot, Items}, S) ->
                             command(Slot, {burst, Items}, S),
                             set_state(Slot, busy, S)
                     end, S1, Acting),
    everybody(gather, calm(wait(S2))).

burst(Text) ->
    [Slot, Items] = string:split(Text, ":"),
    {Slot, string:lexemes(Items, ",")}.

everybody(Command, S0) ->
    settle(lists:foldl(fun(Slot, S) -> order(Slot, Command, S) end, S0, living(S0))).

%% Has something done, unless there is nobody any more.
order(Slot, Command, S) ->
    case state(Slot, S) of
        dead -> S;
        _ ->
            command(Slot, Command, S),
            wait(set_state(Slot, busy, S))
    end.

unblock(S0) ->
    Blocked = [Slot || Slot <- living(S0), state(Slot, S0) =:= blocked],
    settle(lists:foldl(fun(Slot, S) -> order(Slot, unblock, S) end, S0, Blocked)).

%% What the living look like in the end; then they are ended, and it is waited for.
finish(S0) ->
    S1 = unblock(S0),
    S2 = lists:foldl(fun(Slot, S) -> order(Slot, {operation, info, [pid(Slot, S)]}, S) end, S1, living(S1)),
    S3 = everybody({operation, drain, []}, S2),
    S4 = S3#{finishing := true},
    [exit(pid(Slot, S4), kill) || Slot <- living(S4)],
    [erlang:cancel_timer(Timer) || Timer <- maps:get(timers, S4)],
    unlink(maps:get(straggler, S4)),
    exit(maps:get(straggler, S4), kill),
    wait_for_ends(S4).

wait_for_ends(S) ->
    case living(S) of
        [] -> S;
        _ -> wait_for_ends(handle_next(S))
    end.

%% Until nobody acts. A new process begins when its parent has done what it had to do.
wait(S) ->
    case {in_states([busy, unborn], S), in_states([born], S)} of
        {[], []} -> S;
        {[], [Slot | _]} ->
            command(Slot, go, S),
            wait(set_state(Slot, busy, S));
        _ -> wait(handle_next(S))
    end.

in_states(Wanted, #{state := States}) ->
    [Slot || {Slot, State} <- maps:to_list(States), lists:member(State, Wanted)].

%% Until nothing is under way, and nothing is left that came in no order.
settle(S) ->
    check(calm(S)).

%% Until nothing is under way.
calm(S0) ->
    S1 = quiet(0, S0),
    case [Timer || Timer <- maps:get(short, S1), erlang:read_timer(Timer) =/= false] of
        [] when map_get(short, S1) =:= [] -> S1#{ended := false};
        [] -> calm(S1#{short := []});
        Running ->
            receive after 1 -> ok end,
            calm(S1#{short := Running})
    end.

quiet(Rounds, S) ->
    Needed = case S of #{ended := true} -> ?ROUNDS_AFTER_AN_END; _ -> 1 end,
    if
        Rounds >= Needed -> S;
        true ->
            case exchange(S) of
                {true, S1} -> quiet(Rounds + 1, S1);
                {false, S1} -> quiet(0, S1)
            end
    end.

exchange(S0) ->
    Living = living(S0),
    Pids = [pid(Slot, S0) || Slot <- Living],
    Round = maps:get(round, S0) + 1,
    [Pid ! {ctl, {flush, Round, Pids}} || Pid <- Pids],
    maps:get(straggler, S0) ! {echo, self(), Round},
    marks(length(Pids) * length(Pids) + 1, length(Pids), S0#{round := Round, seen := 0}).

straggler() ->
    receive {echo, Coordinator, Round} -> Coordinator ! {seen, Round} end,
    straggler().

marks(Expected, Living, S) ->
    case {length(living(S)), maps:get(seen, S)} of
        {Living, Expected} -> {true, S};
        {Living, _} -> marks(Expected, Living, handle_next(S));
        _ -> {false, S}
    end.

%% Several notices of ends that came at once came in no certain order: whoever has such takes them out, as a set.
check(S0) ->
    lists:foldl(fun(Slot, S) ->
                        State = state(Slot, S),
                        S1 = order(Slot, check, S),
                        case state(Slot, S1) of idle -> set_state(Slot, State, S1); _ -> S1 end
                end, S0, living(S0)).

handle_next(S) ->
    receive
        Message -> handle(Message, S)
    after ?PATIENCE ->
        exit({silence, maps:get(state, S), lists:sublist(maps:get(trace, S), 5)})
    end.

handle({born, Slot, Pid}, #{pids := Pids, slots := Slots} = S) ->
    monitor(process, Pid),
    set_state(Slot, born, S#{pids := Pids#{Slot => Pid}, slots := Slots#{Pid => Slot}});
handle({note, Slot, Parts}, S) ->
    write(Slot, oracle_terms:text(Parts, S), S);
handle({bind, Variable, Ref}, #{refs := Refs, variables := Variables} = S) ->
    S#{refs := Refs#{Variable => Ref}, variables := Variables#{Ref => Variable}};
handle({timer, Time, Ref}, #{timers := Timers, short := Short} = S) ->
    S1 = S#{timers := [Ref | Timers]},
    case Time of
        short -> S1#{short := [Ref | Short]};
        long -> S1
    end;
handle({done, Slot}, S) ->
    set_state(Slot, idle, S);
handle({blocked, Slot}, S) ->
    set_state(Slot, blocked, S);
handle({seen, Round}, #{round := Round, seen := Seen} = S) ->
    S#{seen := Seen + 1};
handle({seen, _}, S) ->
    S;
handle({'DOWN', _, process, Pid, Reason}, #{slots := Slots} = S) ->
    Slot = maps:get(Pid, Slots),
    S1 = set_state(Slot, dead, S#{ended := true}),
    case S of
        #{finishing := true} -> S1;
        _ -> write(Slot, ["ended ", oracle_terms:reason(Reason, S)], S1)
    end.

command(Slot, Command, S) -> pid(Slot, S) ! {ctl, Command}.

write(Slot, Text, #{trace := Trace, step := Step} = S) ->
    S#{trace := [{Slot, [Slot, " @", integer_to_list(Step), " ", Text]} | Trace]}.

pid(Slot, #{pids := Pids}) -> maps:get(Slot, Pids).
state(Slot, #{state := States}) -> maps:get(Slot, States, absent).
set_state(Slot, State, #{state := States} = S) -> S#{state := States#{Slot => State}}.

living(#{state := States}) ->
    lists:sort([Slot || {Slot, State} <- maps:to_list(States), State =/= dead, State =/= unborn]).
