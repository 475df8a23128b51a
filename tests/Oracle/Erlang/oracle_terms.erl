%% Words of a program to Erlang terms, and terms to text. The text is the same as tests/Oracle/Image writes: pids and
%% references by the names that the program has for them, reasons by their kind, large things by size and sum.
-module(oracle_terms).
-export([decode/2, text/2, reason/2]).

%% All words of an operation; unknown: it names a process or reference that there never was.
decode(Tokens, S) ->
    try {ok, [term(Token, S) || Token <- Tokens]}
    catch throw:unknown -> unknown
    end.

term([$p, D | _] = Slot, #{pids := Pids}) when D >= $0, D =< $9 -> known(Slot, Pids);
term([$r, D | _] = Variable, #{refs := Refs}) when D >= $0, D =< $9 -> known(Variable, Refs);
term([$s, D | _] = Token, S) when D >= $0, D =< $9 ->
    [Slot, Count] = string:lexemes(tl(Token), "*"),
    {s, term("p" ++ Slot, S), list_to_integer(Count)};
term([$w, D | _] = Token, _) when D >= $0, D =< $9 -> {w, list_to_integer(tl(Token))};
term([$x, $p | Slot], S) -> {x, term("p" ++ Slot, S)};
term("d:" ++ Reason, S) -> {d, term(Reason, S)};
term([$x | Number], _) -> {x, list_to_integer(Number)};
term("=" ++ Variable, _) -> Variable;
term("#" ++ Number, _) -> list_to_integer(Number);
term(":" ++ Name, _) -> list_to_atom(Name);
term("~" ++ Text, _) -> list_to_binary(Text);
term("%" ++ Count, _) -> lists:seq(1, list_to_integer(Count));
term("$" ++ Size, _) -> << <<(I band 255)>> || I <- lists:seq(1, list_to_integer(Size)) >>;
term("[" ++ Rest, S) -> [term(Item, S) || Item <- string:lexemes(lists:droplast(Rest), ",")];
term(Word, _) -> list_to_atom(Word).

known(Name, Map) ->
    case Map of
        #{Name := Value} -> Value;
        _ -> throw(unknown)
    end.

text(Parts, S) -> lists:join(" ", [part(Part, S) || Part <- Parts]).

part({sorted, Items}, S) ->
    Texts = lists:sort([lists:flatten(message(Item, S)) || Item <- Items]),
    ["{", lists:join(", ", [Text || Text <- Texts, Text =/= "coordinator"]), "}"];
part({grouped, Items}, S) ->
    Senders = lists:usort([sender(Item, S) || Item <- Items]),
    [group(Sender, [Item || Item <- Items, sender(Item, S) =:= Sender], S) || Sender <- Senders];
part({message, Message}, S) -> message(Message, S);
part({reason, Reason}, S) -> reason(Reason, S);
part(Term, S) -> value(Term, S).

%% From one sender: in order, but what tells of an end comes in any order among its kind.
group(Sender, Items, S) -> [Sender, ": ", lists:join(", ", runs(Items, S)), "; "].

runs([], _) -> [];
runs([Item | Rest] = Items, S) ->
    case is_end(Item) of
        false -> [message(Item, S) | runs(Rest, S)];
        true ->
            {Ends, Others} = lists:splitwith(fun is_end/1, Items),
            lists:sort([lists:flatten(message(End, S)) || End <- Ends]) ++ runs(Others, S)
    end.

is_end({'EXIT', _, {x, _}}) -> false;
is_end({'EXIT', _, _}) -> true;
is_end({'DOWN', _, _, _, _}) -> true;
is_end(_) -> false.

sender({m, _, From, _, _}, S) -> lists:flatten(value(From, S));
sender({'EXIT', From, _}, S) -> lists:flatten(value(From, S));
sender({'DOWN', _, _, {Name, _}, _}, _) -> atom_to_list(Name);
sender({'DOWN', _, _, Pid, _}, S) -> lists:flatten(value(Pid, S));
sender(_, _) -> "other".

message({m, Tag, From, Number, Payload}, S) ->
    [atom_to_list(Tag), " ", value(From, S), " ", integer_to_list(Number), " ", value(Payload, S)];
message({'EXIT', From, Reason}, S) -> ["EXIT ", value(From, S), " ", reason(Reason, S)];
message({'DOWN', Ref, process, {Name, _Node}, Reason}, S) ->
    ["DOWN ", value(Ref, S), " ", atom_to_list(Name), " ", reason(Reason, S)];
message({'DOWN', Ref, process, Pid, Reason}, S) ->
    ["DOWN ", value(Ref, S), " ", value(Pid, S), " ", reason(Reason, S)];
message({timeout, Ref, Payload}, S) -> ["timeout ", value(Ref, S), " ", value(Payload, S)];
message({cancel_timer, Ref, Left}, S) -> ["cancelled ", value(Ref, S), " ", left(Left)];
message({read_timer, Ref, Left}, S) -> ["read ", value(Ref, S), " ", left(Left)];
message({spawn_reply, Ref, ok, Pid}, S) -> ["spawned ", value(Ref, S), " ", value(Pid, S)];
message({process, {Name, _Node}}, _) -> atom_to_list(Name);
message({process, Pid}, S) -> value(Pid, S);
message(Other, S) -> value(Other, S).

left(false) -> "none";
left(Milliseconds) when is_integer(Milliseconds) -> "left".

reason({x, Number}, _) -> ["x(", integer_to_list(Number), ")"];
reason({_, [{_, _, _, _} | _]}, _) -> "error";
reason(Reason, _) when is_atom(Reason) -> atom_to_list(Reason);
reason(Reason, _) -> io_lib:format("~0p", [Reason]).

value(Pid, #{slots := Slots}) when is_pid(Pid) ->
    case Slots of
        #{Pid := Slot} -> Slot;
        _ when Pid =:= self() -> "coordinator";
        _ -> "stranger"
    end;
value(Ref, #{variables := Variables}) when is_reference(Ref) -> maps:get(Ref, Variables, "reference");
value(undefined, _) -> "nil";
value(Atom, _) when is_atom(Atom) -> atom_to_list(Atom);
value(Number, _) when is_integer(Number) -> integer_to_list(Number);
value(Binary, _) when is_binary(Binary), byte_size(Binary) > 64 ->
    Sum = lists:sum(binary_to_list(Binary)),
    io_lib:format("bytes(~b,~b)", [byte_size(Binary), Sum]);
value(Binary, _) when is_binary(Binary) -> ["\"", Binary, "\""];
value(List, _) when is_list(List), length(List) > 8 ->
    io_lib:format("list(~b,~b)", [length(List), lists:sum(List)]);
value(List, S) when is_list(List) -> ["[", lists:join(",", [value(Item, S) || Item <- List]), "]"];
value(Other, _) -> io_lib:format("~0p", [Other]).
