%% The supervisors of programs about supervisors: definitions to specifications.
%%   NAME tree STRATEGY INTENSITY AUTO_SHUTDOWN RESTART SIGNIFICANT CHILDREN
%%   NAME crowd INTENSITY AUTO_SHUTDOWN RESTART, then as of a worker: RESTART SHUTDOWN MANNER SIGNIFICANT
%%   NAME worker RESTART SHUTDOWN MANNER SIGNIFICANT
-module(oracle_sup).
-behaviour(supervisor).
-export([start/4, spec/4, init/1]).

-define(PERIOD, 3600).

start(Board, Parent, Name, Definitions) ->
    oracle_child:prepared(Board, Parent, Name, fun(Plan) ->
        supervisor:start_link(?MODULE, {Board, Parent, Name, Definitions, Plan})
    end).

init({_, _, _, _, "ignore"}) -> ignore;
init({_, _, _, _, "fail"}) -> exit(oops);
init({_, _, _, _, "crash"}) -> erlang:error(crash);
init({Board, Parent, Name, Definitions, _}) ->
    ok = gen_server:call(Board, {up, Parent, Name}),
    family(maps:get(Name, Definitions), Board, Name, Definitions).

family(["tree", Strategy, Intensity, Auto, _, _, Children], Board, Name, Definitions) ->
    Specs = [spec(Board, Name, Child, Definitions) || Child <- string:lexemes(Children, ","), Child =/= "-"],
    {ok, {flags(Strategy, Intensity, Auto), [Spec || {ok, Spec} <- Specs]}};
family(["crowd", Intensity, Auto, _ | Child], Board, Name, _) ->
    {ok, {flags("simple_one_for_one", Intensity, Auto), [worker(Board, Name, none, Child, Auto)]}}.

flags(Strategy, Intensity, Auto) ->
    #{strategy => list_to_atom(Strategy), intensity => list_to_integer(Intensity), period => ?PERIOD,
      auto_shutdown => list_to_atom(Auto)}.

%% A child as one of a supervisor's.
spec(Board, Parent, Name, Definitions) ->
    Auto = case maps:get(Parent, Definitions, none) of
               ["tree", _, _, Value | _] -> Value;
               ["crowd", _, Value | _] -> Value;
               _ -> "never"
           end,
    case maps:get(Name, Definitions, none) of
        ["worker" | Words] -> {ok, worker(Board, Parent, Name, Words, Auto)};
        ["tree", _, _, _, Restart, Significant, _] ->
            {ok, supervisor(Board, Parent, Name, Definitions, Restart, Significant, Auto)};
        ["crowd", _, _, Restart | _] ->
            {ok, supervisor(Board, Parent, Name, Definitions, Restart, "-", Auto)};
        none -> undefined
    end.

%% A crowd's child is told its name when it is started.
worker(Board, Parent, Name, [Restart, Shutdown, Manner, Significant], Auto) ->
    {Id, Arguments} = case Name of
                          none -> {"child", [Board, Parent, Manner]};
                          _ -> {Name, [Board, Parent, Manner, Name]}
                      end,
    #{id => Id, start => {oracle_child, start, Arguments}, restart => list_to_atom(Restart),
      shutdown => shutdown(Shutdown, Manner), significant => is_significant(Significant, Restart, Auto)}.

supervisor(Board, Parent, Name, Definitions, Restart, Significant, Auto) ->
    #{id => Name, start => {?MODULE, start, [Board, Parent, Name, Definitions]}, restart => list_to_atom(Restart),
      type => supervisor, significant => is_significant(Significant, Restart, Auto)}.

%% No program has a combination that makes no sense.
is_significant(Significant, Restart, Auto) ->
    Significant =:= "significant" andalso Restart =/= "permanent" andalso Auto =/= "never".

%% Who ends at all shall not be late because the machine is busy.
shutdown("brutal", _) -> brutal_kill;
shutdown("timed", "hang") -> 10;
shutdown("timed", _) -> 60000;
shutdown("infinity", _) -> infinity.
