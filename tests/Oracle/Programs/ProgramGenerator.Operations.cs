// What each kind of operation looks like, and what the generator believes it does.
namespace Cosmos.Tests.Oracle.Programs;

internal sealed partial class ProgramGenerator
{
    private void Spawn()
    {
        if (!_outlook.HasRoom)
        {
            return;
        }

        int parent = Actor();
        int child = _outlook.Add();
        string tie = Pick(["plain", "link", "link", "monitor", "request", "both"]);
        bool isNamed = tie is "monitor" or "request" or "both";
        string reference = isNamed ? NewReference(parent) : "-";
        List<string> words = [$"={Slot(child)}", tie, isNamed ? $"={reference}" : "-", PriorityWord()];
        if (isNamed)
        {
            _monitors.Add(reference);
        }

        if (tie is "link" or "both")
        {
            _outlook.Link(parent, child);
        }

        bool ends = AddChildsBurst(parent, words, out bool isNormal);
        Emit(parent, "spawn", [.. words]);
        if (ends)
        {
            _outlook.End(child, isNormal);
        }
    }

    // One process alone acts in it, and its end comes last: there is nothing to race with.
    private bool AddChildsBurst(int parent, List<string> words, out bool isNormal)
    {
        isNormal = false;
        if (Chance(70))
        {
            return false;
        }

        words.Add($"s{(Chance(70) ? parent : Other())}*{_random.Next(1, 3)}");
        if (Chance(40))
        {
            return false;
        }

        string reason = ReasonWord();
        isNormal = reason == "normal";
        words.Add($"d:{reason}");
        return true;
    }

    private void Send()
    {
        int actor = Actor();
        if (_outlook.Waiting is { Count: not 0 } waiting && Chance(50))
        {
            int waiter = Pick(waiting);
            string word = _outlook[waiter].WaitsFor!;
            bool isTag = word[0] == 't';
            actor = isTag || !_outlook.Acting.Contains(int.Parse(word[1..])) ? actor : int.Parse(word[1..]);
            Emit(actor, "send", Slot(waiter), isTag ? word : Tag(), Payload());
            if (isTag || word == Slot(actor))
            {
                _outlook[waiter].WaitsFor = null;
            }

            return;
        }

        string to = _random.Next(10) switch
        {
            0 or 1 => NameWord(),
            2 or 3 when _aliases.Count != 0 => OldReference(_aliases),
            _ => Slot(Other()),
        };
        string tag = Tag();
        Emit(actor, "send", to, tag, Payload());
        if (to[0] == 'p')
        {
            _outlook[int.Parse(to[1..])].Letters.Add(tag);
        }
    }

    private void Receive()
    {
        List<int> served = [.. _outlook.Acting.Where(slot => _outlook[slot].Letters.Count != 0)];
        if (served.Count != 0 && Chance(60))
        {
            int receiver = Pick(served);
            string letter = Pick(_outlook[receiver].Letters);
            _outlook[receiver].Letters.Remove(letter);
            Emit(receiver, "recv", "tag", letter, Chance(50) ? "now" : "block");
            return;
        }

        int actor = Actor();
        string wait = Chance(90) ? "now" : "soon";
        switch (_random.Next(12))
        {
            case 0 or 1:
                Emit(actor, "recv", "any", "-", wait);
                break;
            case 2:
                Emit(actor, "recv", "exit", "-", wait);
                break;
            case 3:
                Emit(actor, "recv", "down", "-", wait);
                break;
            case 4 when _references != 0:
                Emit(actor, "recv", "ref", OldReference(Chance(50) ? _monitors : _timers), wait);
                break;
            case 5:
                Emit(actor, "drain");
                break;
            case 6 or 7 when _outlook.Acting.Count > 1:
                bool isTag = Chance(60);
                string word = isTag ? Tag() : Slot(Other());
                Emit(actor, "recv", isTag ? "tag" : "from", word, "block");
                _outlook[actor].WaitsFor = word;
                break;
            case 8:
                Emit(actor, "recv", "from", Slot(Other()), wait);
                break;
            default:
                Emit(actor, "recv", "tag", Tag(), wait);
                break;
        }
    }

    private void Tie()
    {
        int actor = Actor();
        int other = Other();
        if (Chance(65))
        {
            Emit(actor, "link", Slot(other));
            _outlook.Link(actor, other);
        }
        else
        {
            other = _outlook[actor].Links is { Count: not 0 } links && Chance(80) ? Pick([.. links]) : other;
            Emit(actor, "unlink", Slot(other));
            _outlook.Unlink(actor, other);
        }
    }

    private void Watch()
    {
        int actor = Actor();
        int roll = _random.Next(10);
        if (roll < 5)
        {
            string reference = NewReference(actor);
            string mode = Chance(60) ? "none" : Pick(["explicit", "demonitor", "reply_demonitor"]);
            Emit(actor, "monitor", Chance(80) ? Slot(Other()) : NameWord(), $"={reference}", mode);
            _monitors.Add(reference);
            if (mode != "none")
            {
                _aliases.Add(reference);
            }
        }
        else if (roll < 8)
        {
            string reference = OldReference(_monitors);
            Emit(Owner(reference), "demonitor", reference, Pick(["plain", "flush", "info", "both"]));
        }
        else if (roll == 8)
        {
            string reference = NewReference(actor);
            Emit(actor, "alias", $"={reference}", Pick(["explicit", "reply"]));
            _aliases.Add(reference);
        }
        else
        {
            string reference = OldReference(_aliases);
            Emit(Owner(reference), "unalias", reference);
        }
    }

    private void End()
    {
        int actor = Actor();
        string reason = ReasonWord();
        int roll = _random.Next(10);
        if (roll < 6)
        {
            int other = Chance(85) ? Other() : actor;
            Emit(actor, "exit", Slot(other), reason);
            if (reason == "kill")
            {
                _outlook.End(other, isNormal: false);
            }
            else if (reason != "normal" || other == actor)
            {
                _outlook.EndUnlessTrapped(other);
            }

            return;
        }

        if (roll < 9)
        {
            Emit(actor, "quit", reason);
            _outlook.End(actor, reason == "normal");
            return;
        }

        bool returns = Chance(60);
        Emit(actor, returns ? "return" : "crash");
        _outlook.End(actor, returns);
    }

    private void Name()
    {
        switch (_random.Next(8))
        {
            case < 4:
                Emit(Actor(), "register", NameWord(), Slot(Other()));
                break;
            case 4 or 5:
                Emit(Actor(), "unregister", NameWord());
                break;
            case 6:
                Emit(Actor(), "whereis", NameWord());
                break;
            default:
                Emit(Actor(), "names");
                break;
        }
    }

    private void Time()
    {
        int roll = _random.Next(10);
        if (roll < 5)
        {
            string reference = NewReference(0);
            string target = Chance(80) ? Slot(Other()) : NameWord();
            string time = Chance(50) ? "short" : "long";
            Emit(Actor(), Chance(50) ? "after" : "start", target, time, $"={reference}", Payload());
            _timers.Add(reference);
            return;
        }

        string verb = Pick(["cancel", "cancel", "read", "cancelasync", "readasync"]);
        Emit(Actor(), verb, OldReference(_timers));
    }

    private void Flag()
    {
        int actor = Actor();
        if (Chance(70))
        {
            bool on = Chance(75);
            Emit(actor, "trap", on ? "on" : "off");
            _outlook[actor].Traps = on;
            return;
        }

        Emit(actor, "prio", PriorityWord());
    }

    private void Look()
    {
        int actor = Actor();
        switch (_random.Next(10))
        {
            case < 3:
                Emit(actor, "info", Slot(Other()));
                break;
            case 3:
                Emit(actor, "alive", Slot(Other()));
                break;
            case 4:
                Emit(actor, "collect", Slot(Other()));
                break;
            case 5:
                Emit(actor, "hibernate");
                break;
            case 6:
                Emit(actor, "churn", $"#{_random.Next(10, 300)}");
                break;
            case 7:
                Emit(actor, "put", Tag(), Payload());
                break;
            case 8:
                Emit(actor, "get", Tag());
                break;
            default:
                Emit(actor, "erase", Tag());
                break;
        }
    }

    // Several act at once; see the coordinator for what makes that comparable.
    private void Stretch()
    {
        _outlook.AllTrap();
        List<int> acting = _outlook.Acting;
        List<string> bursts = [];
        List<int> ended = [];
        foreach (int slot in acting.Where(_ => Chance(60)).Take(4))
        {
            List<string> items = [];
            for (int i = _random.Next(1, 5); i > 0; i--)
            {
                items.Add(_random.Next(8) switch
                {
                    < 5 => $"s{Other()}*{_random.Next(1, 5)}",
                    5 => $"w{_random.Next(1, 5)}",
                    _ => $"xp{Other()}",
                });
            }

            if (Chance(30))
            {
                items.Add($"d:{Pick(["normal", "oops", "bad", "shutdown"])}");
                ended.Add(slot);
            }

            bursts.Add($"{Slot(slot)}:{string.Join(',', items)}");
        }

        if (bursts.Count != 0)
        {
            _operations.Add(new Operation("-", "par", [.. bursts]));
        }

        ended.ForEach(slot => _outlook.End(slot, isNormal: true));
    }
}
