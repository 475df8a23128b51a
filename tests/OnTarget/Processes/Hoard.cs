// A process with much that lives, which makes garbage without end and so collects again and again: lists, dictionaries,
// strings, arrays and records that refer to each other, a kilobyte each, replaced one by one.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A large heap at work.</summary>
internal static class Hoard
{
    private const int ThingBytes = 1024;

    /// <summary>A new one with so many bytes alive, linked to the caller. It waits.</summary>
    public static Pid Start(long bytes)
    {
        Pid owner = Process.Self;
        int things = (int)(bytes / ThingBytes);
        Pid hoard = Process.SpawnLink(() => Body(owner, things));
        Expect.Next("gathered");
        return hoard;
    }

    /// <summary>Lets it work for a while; how often it collected.</summary>
    public static long Work(Pid hoard, int milliseconds)
    {
        Process.Send(hoard, milliseconds);
        return Expect.Message<long>();
    }

    /// <summary>Things of so many bytes in all.</summary>
    public static Dictionary<int, Thing> Gather(long bytes)
    {
        var things = new Dictionary<int, Thing>();
        for (int number = 0; number < bytes / ThingBytes; number++)
        {
            things.Add(number, new Thing(number, things.GetValueOrDefault(number / 2)));
        }

        return things;
    }

    private static void Body(Pid owner, int count)
    {
        Dictionary<int, Thing> things = Gather((long)count * ThingBytes);
        Process.Send(owner, "gathered");
        var random = new Random(count);
        while (true)
        {
            int milliseconds = Process.Receive<int>();
            int before = GC.CollectionCount(0);
            long end = Environment.TickCount64 + milliseconds;
            while (Environment.TickCount64 < end)
            {
                for (int step = 0; step < 64; step++)
                {
                    int number = random.Next(count);
                    things[number] = new Thing(number, things[random.Next(count)].Leaf);
                }
            }

            Process.Send(owner, (long)(GC.CollectionCount(0) - before));
        }
    }

    /// <summary>A kilobyte of many objects.</summary>
    internal sealed class Thing
    {
        private readonly string _name;
        private readonly List<object> _parts;
        private readonly Dictionary<string, int> _places;
        private readonly Thing? _other;

        /// <summary>A new one that refers to another.</summary>
        public Thing(int number, Thing? other)
        {
            _name = $"thing number {number}";
            _parts = [number, new long[24], new int[16], _name, (number, "part"), new string('x', 40)];
            _places = new Dictionary<string, int> { [_name] = number, ["other"] = 1 };
            _other = other;
        }

        /// <summary>The same without what it refers to: chains of things would grow without end.</summary>
        public Thing Leaf => _other is null ? this : new Thing(_parts.Count, null);

        /// <inheritdoc/>
        public override string ToString() => $"{_name} of {_parts.Count} parts, {_places.Count} places, {_other}";
    }
}
