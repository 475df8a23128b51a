// Finalizers run once, at a safe place, for objects that a collection found dead; and what they see is whole.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about finalizers.</summary>
public sealed class Finalizing
{
    private sealed class Journal
    {
        public readonly List<int> Numbers = [];

        public Closing? Saved;
    }

    private sealed class Closing(Journal journal, int number)
    {
        private readonly int[] _content = [number];

        public bool Saves { get; set; }

        public bool AsksAgain { get; set; }

        ~Closing()
        {
            journal.Numbers.Add(_content[0]);
            journal.Saved = Saves ? this : journal.Saved;
            if (AsksAgain)
            {
                AsksAgain = false;
                GC.ReRegisterForFinalize(this);
            }
        }
    }

    /// <summary>A dead object's finalizer runs once; a living one's does not.</summary>
    [Fact]
    public void Finalizers_run_once_for_the_dead()
        => Assert.Equal("1,2,3 3", HeapProcess.Run(static () =>
        {
            var journal = new Journal();
            var kept = new Closing(journal, 9);
            Make(journal, 3);
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            GC.KeepAlive(kept);
            return $"{string.Join(',', journal.Numbers.Order())} {journal.Numbers.Count}";
        }));

    /// <summary>No finalizer runs inside an allocation; it waits for the next safe place.</summary>
    [Fact]
    public void Finalizers_wait_for_a_safe_place()
        => Assert.Equal("0 2", HeapProcess.Run(static () =>
        {
            var journal = new Journal();
            Make(journal, 2);
            for (int i = 0; i < 10_000; i++)
            {
                GC.KeepAlive(new byte[100]);
            }

            int during = journal.Numbers.Count;
            ProcessContexts.RunFinalizers();
            return $"{during} {journal.Numbers.Count}";
        }));

    /// <summary>A suppressed finalizer does not run; one asked for again runs again.</summary>
    [Fact]
    public void Suppressing_and_asking_again()
        => Assert.Equal("7,7", HeapProcess.Run(static () =>
        {
            var journal = new Journal();
            MakeTwo(journal);
            for (int i = 0; i < 4; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return string.Join(',', journal.Numbers);
        }));

    /// <summary>An object that its finalizer saves lives on, whole, and is not finalized again.</summary>
    [Fact]
    public void A_saved_object_lives_on()
        => Assert.Equal("5 1 True", HeapProcess.Run(static () =>
        {
            var journal = new Journal();
            MakeSaved(journal);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            bool isSaved = journal.Saved is not null;
            journal.Saved = null;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return $"{journal.Numbers[0]} {journal.Numbers.Count} {isSaved}";
        }));

    /// <summary>A process that ends runs none: its memory goes as it is.</summary>
    [Fact]
    public void A_process_that_ends_runs_none()
        => Assert.Equal("made", HeapProcess.Run(static () =>
        {
            Make(null!, 100); // their finalizers would fail
            return "made";
        }));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make(Journal journal, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            _ = new Closing(journal, i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeTwo(Journal journal)
    {
        GC.SuppressFinalize(new Closing(journal, 6));
        var suppressed = new Closing(journal, 8);
        GC.SuppressFinalize(suppressed);
        GC.KeepAlive(suppressed);
        _ = new Closing(journal, 7) { AsksAgain = true };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeSaved(Journal journal) => _ = new Closing(journal, 5) { Saves = true };

    /// <summary>Packing messages is nothing to finalize.</summary>
    [Fact]
    public void Packing_makes_no_finalizer_due()
        => Assert.Equal("False", HeapProcess.Run(static () =>
        {
            Parcel.TryPack(new int[] { 1 }, out Parcel parcel, out _);
            parcel.Discard();
            return Finalizable.AreDue.ToString();
        }));
}
