// A process may write into a message that it looks at and has not taken: the match of a receive gets the object itself.
// No collection moves such a message, and each has to find what was stored into it.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Tests.OnTarget.Heaps;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about messages that a process looks at and changes.</summary>
public sealed unsafe class ExaminedMessages
{
    private sealed class Letter(int number)
    {
        public readonly int Number = number;
        public object? Slot;
        public Letter? Other;
    }

    /// <summary>What was stored into a message lives, moves, and is whole, before and after it is taken.</summary>
    [Fact]
    public void What_is_stored_into_a_message_lives()
        => Assert.Equal("text 42;text 42;text 42;moved", HeapProcess.Run(static () =>
        {
            Parcel parcel = Pack(new Letter(1));
            Store(parcel, 42);
            nint before = AddressOf(((Letter)parcel.Examine()!).Slot!);
            GC.Collect();
            nint after = AddressOf(((Letter)parcel.Examine()!).Slot!);
            string first = (string)((Letter)parcel.Examine()!).Slot!;
            GC.Collect();
            string second = (string)((Letter)parcel.Examine()!).Slot!;
            var letter = (Letter)parcel.Take()!;
            GC.Collect();
            return $"{first};{second};{letter.Slot};{(before != after ? "moved" : "stayed")}";
        }));

    /// <summary>Only messages that were stored into are looked at by collections.</summary>
    [Fact]
    public void Collections_visit_what_was_stored_into()
        => Assert.Equal("99 1 99 0", HeapProcess.Run(static () =>
        {
            var parcels = new Parcel[100];
            for (int i = 0; i < parcels.Length; i++)
            {
                parcels[i] = Pack(new Letter(i));
                _ = parcels[i].Examine();
            }

            Store(parcels[50], 1);
            Store(parcels[50], 2);
            string before = Count();
            _ = parcels[50].Take();
            return $"{before} {Count()}";

            static string Count()
                => $"{Length(Context.CurrentBlock->Heap.Examined)} {Length(Context.CurrentBlock->Heap.Touched)}";
        }));

    /// <summary>A message that refers to another one follows it when that one is taken and moves.</summary>
    [Fact]
    public void Messages_may_refer_to_each_other()
        => Assert.Equal("2 of 1; 1 of 2", HeapProcess.Run(static () =>
        {
            Parcel first = Pack(new Letter(1));
            Parcel second = Pack(new Letter(2));
            ((Letter)first.Examine()!).Other = (Letter)second.Examine()!;
            ((Letter)second.Examine()!).Other = (Letter)first.Examine()!;
            _ = second.Take();
            for (int round = 0; round < 3; round++)
            {
                GC.Collect();
            }

            Letter other = ((Letter)first.Examine()!).Other!;
            return $"{other.Number} of {other.Other!.Number}; {other.Other.Number} of {other.Other.Other!.Number}";
        }));

    /// <summary>Whatever is examined, stored into, taken and discarded in whatever order stays what it was.</summary>
    [Fact]
    public void In_any_order()
    {
        s_seed = Environment.TickCount;
        Assert.Equal("", HeapProcess.Run(static () => new Desk(s_seed).Work(rounds: 2_000)));
    }

    private static int s_seed;

    // Letters on a desk: some were looked at, some written on, some filed.
    private sealed class Desk(int seed)
    {
        private const int Places = 12;
        private readonly Random _random = new(seed);
        private readonly Parcel[] _parcels = new Parcel[Places];
        private readonly int[] _numbers = new int[Places];
        private readonly int[] _stored = new int[Places];
        private readonly Letter?[] _filed = new Letter?[Places];
        private int _last;

        public string Work(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                Step(_random.Next(Places));
                if (Complaint() is { } complaint)
                {
                    return $"{complaint} after {round} rounds with seed {seed}";
                }
            }

            return "";
        }

        private void Step(int place)
        {
            switch (_random.Next(8))
            {
                case 0:
                    GC.Collect();
                    break;
                case 1 or 2 when _numbers[place] == 0:
                    _numbers[place] = ++_last;
                    _parcels[place] = Pack(new Letter(_last));
                    _stored[place] = 0;
                    break;
                case 3 or 4 when _numbers[place] != 0:
                    _stored[place] = ++_last;
                    ((Letter)_parcels[place].Examine()!).Slot = $"text {_last}";
                    break;
                case 5 when _numbers[place] != 0:
                    int target = _random.Next(Places);
                    ((Letter)_parcels[place].Examine()!).Other =
                        _numbers[target] != 0 ? (Letter)_parcels[target].Examine()! : null;
                    break;
                case 6 when _numbers[place] != 0:
                    _filed[place] = (Letter)_parcels[place].Take()!;
                    _numbers[place] = 0;
                    break;
                case 7 when _numbers[place] != 0:
                    _parcels[place].Discard();
                    _numbers[place] = 0;
                    break;
            }
        }

        private string? Complaint()
        {
            for (int place = 0; place < Places; place++)
            {
                if (_numbers[place] != 0)
                {
                    var letter = (Letter)_parcels[place].Examine()!;
                    string? expected = _stored[place] == 0 ? null : $"text {_stored[place]}";
                    if (letter.Number != _numbers[place] || !Equals(letter.Slot, expected) || !IsWhole(letter.Other))
                    {
                        return $"letter {_numbers[place]} is not what it was";
                    }
                }

                if (!IsWhole(_filed[place]))
                {
                    return $"what was filed at {place} is not what it was";
                }
            }

            return null;
        }

        private static bool IsWhole(Letter? letter)
        {
            for (int steps = 0; letter is not null && steps < 20; steps++, letter = letter.Other)
            {
                if (letter.Number <= 0 || letter.Slot is not (null or string { Length: > 5 }))
                {
                    return false;
                }
            }

            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Store(Parcel parcel, int number) => ((Letter)parcel.Examine()!).Slot = $"text {number}";

    private static Parcel Pack(Letter letter)
    {
        Assert.Equal(ParcelRefusal.None, Parcel.TryPack(letter, out Parcel parcel, out _));
        parcel.Detach();
        return parcel;
    }

    private static nint AddressOf(object value) => Unsafe.As<object, nint>(ref value);

    private static int Length(Cosmos.Core.Heaps.HeapBlock* block)
    {
        int length = 0;
        for (; block != null; block = block->Next)
        {
            length++;
        }

        return length;
    }
}
