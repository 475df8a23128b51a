// Two processes meet at every lock that all share. CoreLib makes a Lock, and what its waiters wait for, when two first
// meet at an object, and keeps them for good; on their own processes meet so rarely that a million of them may pass
// before it happens. After this it has happened everywhere.
using System.Buffers;
using System.Runtime.CompilerServices;
using Cosmos.Core.Heaps;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Has two processes meet at locks.</summary>
internal static unsafe class LockMeetings
{
    private const int MostFields = 64;

    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Once at each shared object that CoreLib locks: those that it makes for no other purpose, the console, the parts
    /// of the array pool.
    /// </summary>
    /// <returns>At how many.</returns>
    public static int Everywhere()
    {
        nint modern = TypeOf(RuntimeHelpers.GetUninitializedObject(typeof(Lock)));
        HashSet<nint> types = [modern, TypeOf(new object()), TypeOf(Console.Out), TypeOfPoolParts()];
        nint[] places = [.. SharedObjects.All().Where(instance => types.Contains(SharedObjects.TypeOf(instance)))];
        foreach (nint place in places)
        {
            Meet(place, isLock: SharedObjects.TypeOf(place) == modern);
        }

        return places.Length;
    }

    // CoreLib does not show the type. A part hangs off the pool, once the pool has been given more than it keeps for
    // each process: pool, lengths, parts of a length, their array, part.
    private static nint TypeOfPoolParts()
    {
        char[][] arrays = [.. Enumerable.Range(0, 4).Select(static _ => ArrayPool<char>.Shared.Rent(256))];
        Array.ForEach(arrays, static array => ArrayPool<char>.Shared.Return(array));
        object pool = ArrayPool<char>.Shared;
        List<nint> level = [Unsafe.As<object, nint>(ref pool)];
        for (int depth = 0; depth < 4; depth++)
        {
            level = [.. level.SelectMany(References)];
        }

        nint part = level.First(static instance => ObjectAt(instance).GetType().Name == "Partition");
        return SharedObjects.TypeOf(part);
    }

    private static List<nint> References(nint instance)
    {
        var found = new List<nint>();
        nint* fields = stackalloc nint[MostFields];
        var list = new FieldList { Fields = fields };
        ObjectLayout.VisitReferences(instance, &FieldList.Add, &list);
        for (int index = 0; index < list.Count; index++)
        {
            if (fields[index] != 0)
            {
                found.Add(fields[index]);
            }
        }

        return found;
    }

    private struct FieldList
    {
        public nint* Fields;
        public int Count;

        public static void Add(nint* field, void* list)
        {
            var fields = (FieldList*)list;
            if (fields->Count < MostFields)
            {
                fields->Fields[fields->Count++] = *field;
            }
        }
    }

    // The other one is in the lock while this one waits for it in vain.
    private static void Meet(nint place, bool isLock)
    {
        Pid self = Process.Self;
        (Pid holder, Ref monitor) = Process.SpawnMonitor(() =>
        {
            bool isIn = TryEnter(place, isLock);
            Process.Send(self, isIn);
            Process.Receive<string>();
            if (isIn)
            {
                Leave(place, isLock);
            }
        });
        if (Expect.Message<bool>() && TryEnter(place, isLock))
        {
            Leave(place, isLock);
            Assert.Fail("two were in a lock at the same time");
        }

        Process.Send(holder, "leave");
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    private static bool TryEnter(nint place, bool isLock)
        => isLock ? LockAt(place).TryEnter(s_wait) : Monitor.TryEnter(ObjectAt(place), s_wait);

    private static void Leave(nint place, bool isLock)
    {
        if (isLock)
        {
            LockAt(place).Exit();
        }
        else
        {
            Monitor.Exit(ObjectAt(place));
        }
    }

    // Safety: shared objects never move, and there is one of this type at the address.
    private static Lock LockAt(nint place) => Unsafe.AsRef<Lock>(&place);

    private static object ObjectAt(nint place) => Unsafe.AsRef<object>(&place);

    private static nint TypeOf(object instance) => SharedObjects.TypeOf(Unsafe.As<object, nint>(ref instance));
}
