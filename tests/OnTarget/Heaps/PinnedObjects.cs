// Objects that must stay where they are while everything round them moves.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about pinned objects.</summary>
public sealed unsafe class PinnedObjects
{
    /// <summary>A fixed array stays, its neighbours do not, and nothing is lost.</summary>
    [Fact]
    public void A_fixed_array_stays()
        => Assert.Equal("True True before after 120", HeapProcess.Run(static () =>
        {
            string before = new('b', 1);
            int[] numbers = [.. Enumerable.Range(0, 16)];
            string after = new('a', 1);
            bool stayed = true;
            bool isSame = true;
            fixed (int* first = numbers)
            {
                for (int round = 0; round < 10; round++)
                {
                    GC.KeepAlive(new byte[500]);
                    GC.Collect();
                    fixed (int* now = numbers)
                    {
                        stayed &= now == first;
                    }

                    isSame &= first[15] == 15;
                }
            }

            return $"{stayed} {isSame} {before}efore {after}fter {numbers.Sum()}";
        }));

    /// <summary>A pinned handle keeps its array where it is; freed, the memory comes back.</summary>
    [Fact]
    public void A_pinned_handle_keeps_its_place()
        => Assert.Equal("True 7 True", HeapProcess.Run(static () =>
        {
            byte[] bytes = new byte[1000];
            bytes[999] = 7;
            GCHandle handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            nint address = handle.AddrOfPinnedObject();
            for (int round = 0; round < 5; round++)
            {
                GC.Collect();
            }

            bool stayed = handle.AddrOfPinnedObject() == address && ((byte*)address)[999] == 7;
            handle.Free();
            int last = bytes[999];
            GC.Collect();
            GC.Collect();
            bool isPlain = Context.CurrentBlock->Heap.Others == null;
            return $"{stayed} {last} {isPlain}";
        }));

    /// <summary>Arrays that are made pinned never move; dead ones go; those with references are traced.</summary>
    [Fact]
    public void Pinned_arrays_never_move()
        => Assert.Equal("True 99 v99 True", HeapProcess.Run(static () =>
        {
            byte[] bytes = GC.AllocateArray<byte>(100, pinned: true);
            string[] texts = GC.AllocateArray<string>(100, pinned: true);
            nint address = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref bytes[0]);
            for (int i = 0; i < 100; i++)
            {
                bytes[i] = (byte)i;
                texts[i] = $"v{i}";
                GC.KeepAlive(GC.AllocateArray<byte>(10_000, pinned: true));
            }

            GC.Collect();
            bool stayed = address == (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref bytes[0]);
            bool isSmall = Context.CurrentBlock->Heap.TotalBytes < 100_000;
            return $"{stayed} {bytes[99]} {texts[99]} {isSmall}";
        }));

    /// <summary>Many blocks with pins, pinned in the middle of large data, released in another order.</summary>
    [Fact]
    public void Pins_come_and_go()
        => Assert.Equal("0 True", HeapProcess.Run(static () =>
        {
            var random = new Random(1);
            var pins = new List<(GCHandle Handle, nint Address, int Value)>();
            int wrong = 0;
            for (int round = 0; round < 300; round++)
            {
                int[] array = new int[random.Next(1, 50)];
                array[^1] = round;
                GCHandle handle = GCHandle.Alloc(array, GCHandleType.Pinned);
                pins.Add((handle, handle.AddrOfPinnedObject(), round));
                if (round % 7 == 0)
                {
                    GC.Collect();
                }

                if (pins.Count > 20)
                {
                    int index = random.Next(pins.Count);
                    (GCHandle old, nint address, int value) = pins[index];
                    int[] content = (int[])old.Target!;
                    wrong += old.AddrOfPinnedObject() != address || content[^1] != value ? 1 : 0;
                    old.Free();
                    pins.RemoveAt(index);
                }
            }

            pins.ForEach(static pin => pin.Handle.Free());
            GC.Collect();
            GC.Collect();
            return $"{wrong} {Context.CurrentBlock->Heap.Others == null}";
        }));

    /// <summary>Large arrays have blocks of their own: they are not copied, and die like others.</summary>
    [Fact]
    public void Large_arrays_are_not_copied()
        => Assert.Equal("True 3 True", HeapProcess.Run(static () =>
        {
            byte[] large = new byte[1_000_000];
            large[^1] = 3;
            for (int i = 0; i < 50; i++)
            {
                GC.KeepAlive(new byte[1_000_000]);
            }

            ulong before = Context.CurrentBlock->Heap.CopiedBytes;
            GC.Collect();
            bool isLittle = Context.CurrentBlock->Heap.CopiedBytes - before < 100_000;
            bool isSmall = Context.CurrentBlock->Heap.TotalBytes < 2_500_000;
            return $"{isLittle} {large[^1]} {isSmall}";
        }));
}
