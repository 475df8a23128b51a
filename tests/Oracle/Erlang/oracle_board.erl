%% What everybody in a program about supervisors can see: how the next starts go, who is who, and what happened. A
%% supervisor's deeds and the orderly ends of its children are in one order, because one caused the other; what a child
%% notices by itself is in the child's own. Ends are a set.
-module(oracle_board).
-behaviour(gen_server).
-export([start_link/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

start_link() -> gen_server:start_link(?MODULE, [], []).

init([]) ->
    {ok, #{plans => #{}, pids => #{}, names => #{}, numbers => #{}, parents => #{}, alive => [], log => [],
           ends => [], count => 0}}.

%% A start function asks how this start is to go.
%% In a crowd nobody is ignored who ran before: OTP 25 keeps a child named undefined then.
handle_call({attempt, Parent, Name}, _, #{plans := Plans, numbers := Numbers} = S) ->
    {Plan, Rest} = case Plans of
                       #{Name := ["ignore" | Others]} when hd(Parent) =:= $d, is_map_key(Name, Numbers) ->
                           {"fail", Others};
                       #{Name := [First | Others]} -> {First, Others};
                       _ -> {"ok", []}
                   end,
    {reply, Plan, log(Parent, ["tries ", Name], S#{plans := Plans#{Name => Rest}})};
handle_call({up, Parent, Name}, {Pid, _}, S) ->
    #{pids := Pids, names := Names, numbers := Numbers, parents := Parents, alive := Alive} = S,
    monitor(process, Pid),
    Number = maps:get(Name, Numbers, 0) + 1,
    Full = Name ++ "." ++ integer_to_list(Number),
    S1 = S#{pids := Pids#{Name => Pid}, names := Names#{Pid => Full}, numbers := Numbers#{Name => Number},
            parents := Parents#{Pid => Parent}, alive := [{Name, Pid} | Alive]},
    {reply, ok, log(Parent, [Full, " runs"], S1)};
handle_call({plan, Name, New}, _, #{plans := Plans} = S) ->
    {reply, ok, S#{plans := Plans#{Name => maps:get(Name, Plans, []) ++ New}}};
handle_call({where, Name}, _, #{pids := Pids} = S) -> {reply, maps:get(Name, Pids, none), S};
handle_call({text, Term}, _, S) -> {reply, text(Term, S), S};
handle_call(count, _, #{count := Count} = S) -> {reply, Count, S};
handle_call(tops, _, #{alive := Alive, parents := Parents} = S) ->
    {reply, [Pid || {_, Pid} <- lists:sort(Alive), map_get(Pid, Parents) =:= "-"], S};
handle_call(living, _, #{alive := Alive} = S) ->
    {reply, lists:partition(fun({[Kind | _], _}) -> lists:member(Kind, "td") end, lists:sort(Alive)), S};
handle_call(take, _, #{log := Log, ends := Ends} = S) ->
    Who = lists:usort([Name || {Name, _} <- Log]),
    Lines = [{Name, lists:join("; ", [Text || {Of, Text} <- lists:reverse(Log), Of =:= Name])} || Name <- Who],
    Ended = [{"-", ["ended: ", lists:join("; ", lists:sort(Ends))]} || Ends =/= []],
    {reply, Lines ++ Ended, S#{log := [], ends := []}}.

%% What a child is told by its supervisor stands in the supervisor's order; a crowd's end all at once.
handle_cast({note, Pid, [stops, shutdown] = Parts}, #{names := Names, parents := Parents} = S) ->
    Full = maps:get(Pid, Names),
    Who = case maps:get(Pid, Parents) of "d" ++ _ -> Full; Parent -> Parent end,
    Text = case Who of Full -> []; _ -> [Full, " "] end,
    {noreply, log(Who, [Text, texts(Parts, S)], S)};
handle_cast({note, Pid, Parts}, #{names := Names} = S) ->
    Full = maps:get(Pid, Names),
    {noreply, log(Full, [texts(Parts, S)], S)}.

handle_info({'DOWN', _, process, Pid, Reason}, #{names := Names, alive := Alive, ends := Ends, count := Count} = S) ->
    End = lists:flatten([maps:get(Pid, Names), " ", text(Reason, S)]),
    {noreply, S#{alive := lists:keydelete(Pid, 2, Alive), ends := [End | Ends], count := Count + 1}}.

log(Who, Text, #{log := Log, count := Count} = S) -> S#{log := [{Who, Text} | Log], count := Count + 1}.

texts(Parts, S) -> lists:join(" ", [text(Part, S) || Part <- Parts]).

text(Pid, #{names := Names}) when is_pid(Pid) -> maps:get(Pid, Names, "stranger");
text({shutdown, {failed_to_start_child, Id, Reason}}, S) -> ["shutdown(failed ", Id, ": ", text(Reason, S), ")"];
text({already_started, Pid}, S) -> ["already_started(", text(Pid, S), ")"];
text({Reason, {gen_server, call, _}}, S) -> ["call(", text(Reason, S), ")"];
text({'EXIT', Reason}, S) -> text(Reason, S);
text({_, [{_, _, _, _} | _]}, _) -> "error";
text({Reason, Child}, S) when element(1, Child) =:= child -> text(Reason, S);
text(Number, _) when is_integer(Number) -> integer_to_list(Number);
text(Atom, _) when is_atom(Atom) -> atom_to_list(Atom);
text(Other, _) -> io_lib:format("~0p", [Other]).
