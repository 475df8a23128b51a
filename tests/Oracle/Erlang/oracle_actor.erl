%% A process of a program: does what its coordinator says and notes what it observes. What belongs to the program lies
%% in its mailbox until the program receives it; what the coordinator says is taken out of turn.
%%
%% Notes are messages, so what was noted before an end is told before the end.
-module(oracle_actor).
-export([start/3, loop/1]).

%% held: what was received during a burst, latest first.
-record(actor, {coordinator, slot, sent = 0, notices = 0, held = []}).

-define(IS_PROGRAMS(Message), element(1, Message) =/= ctl).
-define(SOON, 2).
-define(LONG, 3600000).

start(Coordinator, Slot, Burst) ->
    A = #actor{coordinator = Coordinator, slot = Slot},
    Coordinator ! {born, Slot, self()},
    receive {ctl, go} -> ok end,
    finished(items(Burst, A)).

finished(A) ->
    A#actor.coordinator ! {done, A#actor.slot},
    loop(A).

loop(A) ->
    receive {ctl, Command} -> command(Command, A) end.

command({operation, return, []}, _) -> returned;
command({operation, hibernate, []}, A) ->
    A#actor.coordinator ! {done, A#actor.slot},
    erlang:hibernate(?MODULE, loop, [A]);
command({operation, Verb, Arguments}, A) ->
    try operation(Verb, Arguments, A) of
        A1 -> finished(A1)
    catch error:badarg -> finished(note([badarg], A))
    end;
command({burst, Items}, A) -> finished(items(Items, A));
command(gather, A) -> finished(gather(A));
command(unblock, A) -> finished(A);
command(Quiet, A) -> loop(quiet(Quiet, A)).

%% What keeps the system in step; also answered while the program waits in a receive.
quiet({flush, Round, Pids}, A) ->
    [Pid ! {ctl, {mark, Round}} || Pid <- Pids],
    A;
quiet({mark, Round}, A) ->
    A#actor.coordinator ! {seen, Round},
    A;
quiet(check, A) ->
    A1 = case notices() of
             Count when Count - A#actor.notices >= 2 ->
                 note([ends, {sorted, take_all(fun take_notice/0)}], A#actor{notices = 0});
             Count -> A#actor{notices = Count}
         end,
    A#actor.coordinator ! {done, A#actor.slot},
    A1.

items(Items, A) -> lists:foldl(fun item/2, A, Items).

item({s, Pid, Count}, A) ->
    lists:foldl(fun(I, A1) -> {Message, A2} = message(b, I, A1), Pid ! Message, A2 end, A, lists:seq(1, Count));
item({x, Pid}, A) ->
    exit(Pid, {x, A#actor.sent}),
    A#actor{sent = A#actor.sent + 1};
item({w, 0}, A) -> A;
item({w, Count}, A) ->
    case take(any, none, 1) of
        {ok, Message} -> item({w, Count - 1}, A#actor{held = [Message | A#actor.held]});
        timeout -> A
    end;
item({d, Reason}, _) -> exit(Reason).

gather(A) ->
    Rest = take_all(fun() -> take(any, none, 0) end),
    note([gathered, {grouped, lists:reverse(A#actor.held, Rest)}], A#actor{notices = 0, held = []}).

%% Messages.
operation(send, [To, Tag, Payload], A) ->
    {Message, A1} = message(Tag, Payload, A),
    To ! Message,
    A1;
operation(recv, [Kind, Argument, block], A) ->
    blocked(Kind, Argument, A);
operation(recv, [Kind, Argument, Wait], A) ->
    Time = case Wait of soon -> ?SOON; now -> 0 end,
    taking(fun() -> noted(take(Kind, Argument, Time), A) end);
operation(drain, [], A) ->
    taking(fun() -> note([drained | [{message, M} || M <- take_all(fun() -> take(any, none, 0) end)]], A) end);

%% Processes.
operation(spawn, [Slot, Tie, Variable, Priority | Burst], A) ->
    spawned(Slot, Tie, Variable, Priority, Burst, A);
operation(quit, [Reason], _) -> exit(Reason);
operation(crash, [], _) -> erlang:error(crash);
operation(exit, [Pid, Reason], A) -> exit(Pid, Reason), A;
operation(idle, [], A) -> A;
operation(trap, [Value], A) -> note([was, process_flag(trap_exit, Value =:= on)], A);
operation(prio, [Value], A) -> note([was, process_flag(priority, Value)], A);
operation(alive, [Pid], A) -> note([alive, is_process_alive(Pid)], A);
operation(collect, [Pid], A) -> note([collected, erlang:garbage_collect(Pid)], A);
operation(churn, [Count], A) ->
    note([churned, lists:sum([length(lists:seq(1, I rem 50)) || I <- lists:seq(1, Count)])], A);
operation(info, [Pid], A) -> info(Pid, A);
operation(put, [Key, Value], A) -> note([was, put(Key, Value)], A);
operation(get, [Key], A) -> note([is, get(Key)], A);
operation(erase, [Key], A) -> note([was, erase(Key)], A);

%% Links, monitors, aliases.
operation(link, [Pid], A) ->
    %% OTP 25 raises noproc in a caller that does not trap exits where the reference manual promises an exit signal.
    try link(Pid) of
        true -> A
    catch error:noproc -> exit(noproc)
    end;
operation(unlink, [Pid], A) -> unlink(Pid), A;
operation(monitor, [Target, Variable, Mode], A) ->
    bind(Variable, case Mode of
                       none -> monitor(process, Target);
                       explicit -> monitor(process, Target, [{alias, explicit_unalias}]);
                       _ -> monitor(process, Target, [{alias, Mode}])
                   end, A);
operation(demonitor, [Ref, Options], A) ->
    taking(fun() ->
                   note([demonitored, demonitor(Ref, case Options of
                                                         plain -> [];
                                                         both -> [flush, info];
                                                         Option -> [Option]
                                                     end)], A)
           end);
operation(alias, [Variable, explicit], A) -> bind(Variable, alias(), A);
operation(alias, [Variable, reply], A) -> bind(Variable, alias([reply]), A);
operation(unalias, [Ref], A) -> note([unaliased, unalias(Ref)], A);

%% Names.
operation(register, [Name, Pid], A) -> register(Name, Pid), A;
operation(unregister, [Name], A) -> unregister(Name), A;
operation(whereis, [Name], A) -> note([whereis, whereis(Name)], A);
operation(names, [], A) ->
    note([names, {sorted, [Name || Name <- registered(), lists:member(Name, [n0, n1, n2])]}], A);

%% Timers.
operation('after', [Target, Time, Variable, Payload], A) ->
    {Message, A1} = message(later, Payload, A),
    timer(Time, Variable, erlang:send_after(milliseconds(Time), Target, Message), A1);
operation(start, [Target, Time, Variable, Payload], A) ->
    timer(Time, Variable, erlang:start_timer(milliseconds(Time), Target, Payload), A);
operation(cancel, [Ref], A) -> note([cancelled, left(erlang:cancel_timer(Ref))], A);
operation(read, [Ref], A) -> note([read, left(erlang:read_timer(Ref))], A);
operation(cancelasync, [Ref], A) -> erlang:cancel_timer(Ref, [{async, true}]), A;
operation(readasync, [Ref], A) -> erlang:read_timer(Ref, [{async, true}]), A.

spawned(Slot, Tie, Variable, Priority, Burst, A) ->
    Coordinator = A#actor.coordinator,
    Body = fun() -> start(Coordinator, Slot, Burst) end,
    Ties = case Tie of plain -> []; both -> [link, monitor]; request -> []; _ -> [Tie] end,
    case spawn_made(Tie, Body, [{priority, Priority} | Ties]) of
        {Pid, Ref} when is_pid(Pid) -> note([spawned, list_to_atom(Slot)], bind(Variable, Ref, A));
        Pid when is_pid(Pid) -> note([spawned, list_to_atom(Slot)], A);
        Ref ->
            receive {spawn_reply, Ref, Result, _} -> note([spawned, list_to_atom(Slot), Result], bind(Variable, Ref, A)) end
    end.

spawn_made(Tie, Body, Options) when Tie =:= request; Tie =:= both -> spawn_request(Body, Options);
spawn_made(_, Body, Options) -> spawn_opt(Body, Options).


info(Pid, A) ->
    Keys = [status, message_queue_len, priority, trap_exit, registered_name, links, monitors, monitored_by],
    case process_info(Pid, Keys) of
        undefined -> note([info, Pid, nil], A);
        Values ->
            [Status, Length, Priority, Trap, Name, Links, Monitors, Watchers] = [Value || {_, Value} <- Values],
            note([info, Pid, status(Pid, Status), Length, Priority, Trap, case Name of [] -> nil; _ -> Name end, links,
                  {sorted, Links}, monitors, {sorted, Monitors}, watchers, {sorted, Watchers}], A)
    end.

%% Whether another one has come as far as its receive yet, nobody promises.
status(Pid, Status) when Pid =/= self(), Status =:= running; Pid =/= self(), Status =:= runnable;
                         Pid =/= self(), Status =:= garbage_collecting -> waiting;
status(_, Status) -> Status.

message(Tag, Payload, A) -> {{m, Tag, self(), A#actor.sent, Payload}, A#actor{sent = A#actor.sent + 1}}.

milliseconds(short) -> 1;
milliseconds(long) -> ?LONG.

left(false) -> none;
left(Time) when is_integer(Time) -> left.

timer(Time, Variable, Ref, A) ->
    A#actor.coordinator ! {timer, Time, Ref},
    bind(Variable, Ref, A).

bind("-", _, A) -> A;
bind(Variable, Ref, A) ->
    A#actor.coordinator ! {bind, Variable, Ref},
    A.

note(Parts, A) ->
    A#actor.coordinator ! {note, A#actor.slot, Parts},
    A.

noted(timeout, A) -> note([timeout], A);
noted({ok, Message}, A) -> note([received, {message, Message}], A).

%% An operation that may take notices out of the mailbox: how many are left there that are known.
taking(Operation) ->
    Before = notices(),
    A1 = Operation(),
    A1#actor{notices = A1#actor.notices - (Before - notices())}.

%% Waits as long as it takes, but goes on answering.
blocked(Kind, Argument, A) ->
    case take(Kind, Argument, 0) of
        {ok, _} = Taken -> noted(Taken, A);
        timeout ->
            A#actor.coordinator ! {blocked, A#actor.slot},
            waiting(Kind, Argument, A)
    end.

waiting(Kind, Argument, A) ->
    Next = case Kind of
               tag -> receive {ctl, _} = C -> C; {m, Argument, _, _, _} = M -> M after ?LONG -> timeout end;
               from -> receive {ctl, _} = C -> C; {m, _, Argument, _, _} = M -> M after ?LONG -> timeout end
           end,
    case Next of
        {ctl, unblock} -> note([unblocked], A);
        {ctl, Quiet} -> waiting(Kind, Argument, quiet(Quiet, A));
        timeout -> note([timeout], A);
        Message -> noted({ok, Message}, A)
    end.

take(any, _, Time) -> receive M when ?IS_PROGRAMS(M) -> {ok, M} after Time -> timeout end;
take(tag, Tag, Time) -> receive {m, Tag, _, _, _} = M -> {ok, M} after Time -> timeout end;
take(from, Pid, Time) -> receive {m, _, Pid, _, _} = M -> {ok, M} after Time -> timeout end;
take(exit, _, Time) -> receive {'EXIT', _, _} = M -> {ok, M} after Time -> timeout end;
take(down, _, Time) -> receive {'DOWN', _, _, _, _} = M -> {ok, M} after Time -> timeout end;
take(ref, Ref, Time) ->
    receive
        {'DOWN', Ref, _, _, _} = M -> {ok, M};
        {timeout, Ref, _} = M -> {ok, M};
        {m, _, _, _, Ref} = M -> {ok, M}
    after Time -> timeout
    end.

take_notice() ->
    receive
        {'EXIT', _, _} = M -> {ok, M};
        {'DOWN', _, _, _, _} = M -> {ok, M}
    after 0 -> timeout
    end.

take_all(Take) ->
    case Take() of
        {ok, Message} -> [Message | take_all(Take)];
        timeout -> []
    end.

notices() ->
    {messages, Messages} = process_info(self(), messages),
    length([M || M <- Messages, element(1, M) =:= 'EXIT' orelse element(1, M) =:= 'DOWN']).
