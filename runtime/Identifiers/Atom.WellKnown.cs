// The atoms that the runtime itself speaks. Their numbers are fixed, so that they are constants for the compiler and
// are there before any name is looked up; AtomTable.Initialize interns them first, in this order.
namespace Cosmos.Runtime;

public readonly partial struct Atom
{
    /// <summary>How many atoms stand here.</summary>
    internal const int WellKnownCount = 27;

    /// <summary>No name at all; it cannot be registered.</summary>
    public static Atom Undefined => new(1);

    /// <summary>Reason: the work was done.</summary>
    public static Atom Normal => new(2);

    /// <summary>Reason: ended by order.</summary>
    public static Atom Shutdown => new(3);

    /// <summary>Reason of a signal that cannot be trapped.</summary>
    public static Atom Kill => new(4);

    /// <summary>What others learn of a process that <see cref="Kill"/> ended.</summary>
    public static Atom Killed => new(5);

    /// <summary><c>noproc</c>: there is no such process.</summary>
    public static Atom NoProcess => new(6);

    /// <summary><c>noconnection</c>: the node cannot be reached.</summary>
    public static Atom NoConnection => new(7);

    /// <summary>Reason: an exception that nobody caught.</summary>
    public static Atom Error => new(8);

    /// <summary><c>stack_overflow</c></summary>
    public static Atom StackOverflow => new(9);

    /// <summary><c>max_heap_size</c></summary>
    public static Atom MaxHeapSize => new(10);

    /// <summary><c>system_limit</c>: the machine has no more of something.</summary>
    public static Atom SystemLimit => new(11);

    /// <summary><c>hardware_fault</c></summary>
    public static Atom HardwareFault => new(12);

    /// <summary><c>isolation_violation</c></summary>
    public static Atom IsolationViolation => new(13);

    /// <summary><c>mailbox_limit</c></summary>
    public static Atom MailboxLimit => new(14);

    /// <summary><c>timeout</c></summary>
    public static Atom Timeout => new(15);

    /// <summary><c>badarg</c></summary>
    public static Atom BadArgument => new(16);

    /// <summary><c>process</c></summary>
    public static Atom Process => new(17);

    /// <summary><c>ok</c></summary>
    public static Atom Ok => new(18);

    /// <summary><c>true</c></summary>
    public static Atom True => new(19);

    /// <summary><c>false</c></summary>
    public static Atom False => new(20);

    /// <summary><c>infinity</c></summary>
    public static Atom Infinity => new(21);

    /// <summary><c>ignore</c></summary>
    public static Atom Ignore => new(22);

    /// <summary><c>init</c>: the first process.</summary>
    public static Atom Init => new(23);

    /// <summary><c>logger</c></summary>
    public static Atom Logger => new(24);

    /// <summary><c>nonode@nohost</c>: a node without a name.</summary>
    public static Atom NoNode => new(25);

    /// <summary><c>DOWN</c>: the tag of a monitor's message.</summary>
    public static Atom Down => new(26);

    /// <summary><c>already_started</c>: the name of what was to be started is another's.</summary>
    public static Atom AlreadyStarted => new(27);

    /// <summary>The name of a fixed number.</summary>
    internal static string WellKnownName(int number) => number switch
    {
        1 => "undefined",
        2 => "normal",
        3 => "shutdown",
        4 => "kill",
        5 => "killed",
        6 => "noproc",
        7 => "noconnection",
        8 => "error",
        9 => "stack_overflow",
        10 => "max_heap_size",
        11 => "system_limit",
        12 => "hardware_fault",
        13 => "isolation_violation",
        14 => "mailbox_limit",
        15 => "timeout",
        16 => "badarg",
        17 => "process",
        18 => "ok",
        19 => "true",
        20 => "false",
        21 => "infinity",
        22 => "ignore",
        23 => "init",
        24 => "logger",
        25 => "nonode@nohost",
        26 => "DOWN",
        27 => "already_started",
        _ => throw new ArgumentOutOfRangeException(nameof(number)),
    };
}
