%% Programs about supervisors. One process, the driver, does one operation after the other, waits until nothing moves
%% any more, and writes what came of it: the answer, what each supervisor did in which order, what each child noticed,
%% who ended and why, and what the supervisors tell of their children. tests/Oracle/Image/Trees does the same on our
%% runtime; docs/design/oracle.md says what is compared.
-module(oracle_tree).
-export([is_tree/1, program/1]).

-define(QUIET_ROUNDS, 3).
-define(HASTE, 10).

%% A program is about supervisors when it defines one, or a child of one.
is_tree(Operations) -> lists:any(fun([_, Verb | _]) -> is_definition(Verb) end, Operations).

is_definition(Verb) -> lists:member(Verb, ["worker", "tree", "crowd"]).

program(Operations) ->
    process_flag(trap_exit, true),
    {ok, Board} = oracle_board:start_link(),
    Straggler = spawn_opt(fun straggler/0, [link, {priority, low}]),
    Definitions = maps:from_list([{Name, [Verb | Words]} || [Name, Verb | Words] <- Operations, is_definition(Verb)]),
    S = #{board => Board, straggler => Straggler, definitions => Definitions},
    Steps = lists:zip(lists:seq(1, length(Operations)), Operations),
    Lines = [step(Number, Operation, S) || {Number, Operation} <- Steps],
    Last = step(length(Operations) + 1, ["-", "finish"], S),
    unlink(Straggler),
    exit(Straggler, kill),
    gen_server:stop(Board),
    [Lines, Last].

step(Number, [Name, Verb | Words], S) ->
    case is_definition(Verb) of
        true -> [];
        false ->
            Result = result(Name, Verb, Words, S),
            quiet(0, none, S),
            At = [" @", integer_to_list(Number), " "],
            [[Name, At, Result, "\n"],
             [[Who, At, Text, "\n"] || {Who, Text} <- gen_server:call(maps:get(board, S), take)],
             [[Who, At, Text, "\n"] || {Who, Text} <- children(S)],
             [["-", At, "stray message\n"] || _ <- strays()]]
    end.

result(Name, Verb, Words, S) ->
    try lists:flatten(operation(Name, list_to_atom(Verb), Words, S))
    catch
        exit:Reason -> ["exit ", text(Reason, S)];
        error:thrown -> "throws"
    end.

%% The ends of supervisors that the driver started come as exit signals; the board tells of them.
strays() ->
    receive
        {'EXIT', _, _} -> strays();
        Message -> [Message | strays()]
    after 0 -> []
    end.

%% Until nobody has done anything for a while: everybody has answered, and a process of the lowest priority had its
%% turn.
quiet(?QUIET_ROUNDS, _, _) -> ok;
quiet(Rounds, Before, #{board := Board, straggler := Straggler} = S) ->
    {Supervisors, Workers} = gen_server:call(Board, living),
    [try supervisor:count_children(Pid) catch exit:_ -> gone end || {_, Pid} <- Supervisors],
    [try gen_server:call(Pid, ping, infinity) catch exit:_ -> gone end || {_, Pid} <- Workers],
    Straggler ! {echo, self()},
    receive {seen, Straggler} -> ok end,
    case gen_server:call(Board, count) of
        Before -> quiet(Rounds + 1, Before, S);
        Now -> quiet(0, Now, S)
    end.

straggler() ->
    receive {echo, Driver} -> Driver ! {seen, self()} end,
    straggler().

%% What the supervisors tell of their children, in the order in which they were started.
children(#{board := Board} = S) ->
    {Supervisors, _} = gen_server:call(Board, living),
    [{Name, family(Name, Pid, S)} || {Name, Pid} <- Supervisors].

family(Name, Pid, S) ->
    Texts = [member(Child, S) || Child <- lists:reverse(supervisor:which_children(Pid))],
    Counts = [Count || {_, Count} <- supervisor:count_children(Pid)],
    Ordered = case Name of "d" ++ _ -> lists:sort(Texts); _ -> Texts end,
    ["has ", lists:join(" ", Ordered), io_lib:format(" (~p,~p,~p,~p)", Counts)].

member({Id, undefined, _, _}, _) -> Id ++ ":undefined";
member({undefined, restarting, _, _}, _) -> "restarting";
member({Id, restarting, _, _}, _) -> Id ++ ":restarting";
member({_, Pid, _, _}, S) -> text(Pid, S).

text(Term, #{board := Board}) -> lists:flatten(gen_server:call(Board, {text, Term})).

pid(Name, #{board := Board}) ->
    case gen_server:call(Board, {where, Name}) of
        none -> exit(nobody);
        Pid -> Pid
    end.

operation(Name, 'begin', [], #{board := Board, definitions := Definitions} = S) ->
    case Definitions of
        #{Name := [Kind | _]} when Kind =/= "worker" ->
            Pid = gen_server:call(Board, {where, Name}),
            case is_pid(Pid) andalso is_process_alive(Pid) of
                true -> "running";
                false -> started(oracle_sup:start(Board, "-", Name, Definitions), S)
            end;
        _ -> "undefined"
    end;
operation(_, idle, [], _) -> "noted";
operation(_, finish, [], #{board := Board}) ->
    [order_to_end(Pid) || Pid <- gen_server:call(Board, tops)],
    "done";
operation(Name, exit, [Reason], S) ->
    exit(pid(Name, S), list_to_atom(Reason)),
    "sent";
operation(Name, tell, [What], S) ->
    gen_server:cast(pid(Name, S), {tell, What}),
    "sent";
operation(Name, ask, ["defer"], S) ->
    text(gen_server:call(pid(Name, S), {ask, "defer"}, ?HASTE), S);
operation(Name, ask, [What], S) ->
    text(gen_server:call(pid(Name, S), {ask, What}), S);
operation(Name, plan, [Plans], #{board := Board}) ->
    ok = gen_server:call(Board, {plan, Name, string:lexemes(Plans, ",")}),
    "noted";
operation(Name, start, [Child], #{board := Board, definitions := Definitions} = S) ->
    Pid = pid(Name, S),
    case oracle_sup:spec(Board, Name, Child, Definitions) of
        {ok, Spec} -> started(supervisor:start_child(Pid, Spec), S);
        undefined -> "undefined"
    end;
operation(Name, spawn, [Child], S) ->
    started(supervisor:start_child(pid(Name, S), [Child]), S);
operation(Name, terminate, ["k" ++ _ = Child], S) ->
    done(supervisor:terminate_child(pid(Name, S), pid(Child, S)));
operation(Name, terminate, [Child], S) ->
    done(supervisor:terminate_child(pid(Name, S), Child));
operation(Name, restart, [Child], S) ->
    started(supervisor:restart_child(pid(Name, S), Child), S);
operation(Name, delete, [Child], S) ->
    done(supervisor:delete_child(pid(Name, S), Child)).

order_to_end(Pid) ->
    Monitor = monitor(process, Pid),
    exit(Pid, shutdown),
    receive {'DOWN', Monitor, process, Pid, _} -> ok end.

started({ok, undefined}, _) -> "ignore";
started(ignore, _) -> "ignore";
started({ok, Pid}, S) -> ["ok ", text(Pid, S)];
started({error, Reason}, S) -> ["error ", text(Reason, S)].

done(ok) -> "ok";
done({error, Reason}) -> ["error ", atom_to_list(Reason)].
