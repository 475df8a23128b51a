// Claims about registered names: OTP's rules, whatever order names are taken, given back and asked for in.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Simulated.Identifiers;

public sealed class RegistryTests
{
    private readonly Atom[] _nameOf = new Atom[50];
    private readonly uint[] _serialOf = new uint[50];

    public RegistryTests()
    {
        Preemption.Reset();
        Assert.True(AtomTable.Initialize());
    }

    [Fact]
    public void A_name_leads_to_its_process()
    {
        Assert.Equal(0, Registry.WhereIs("server"));
        Assert.Equal(RegisterResult.Done, Register("server", 7));
        Assert.Equal(7, Registry.WhereIs("server"));
        Assert.Equal((Atom)"server", _nameOf[7]);
        Assert.True(Unregister("server", 7));
        Assert.Equal(0, Registry.WhereIs("server"));
        Assert.True(_nameOf[7].IsNone);
        Assert.False(Unregister("server", 7));
    }

    /// <summary>One process a name, one name a process; also not the same name twice.</summary>
    [Fact]
    public void Names_and_processes_are_paired_once()
    {
        Assert.Equal(RegisterResult.Done, Register("a", 1));
        Assert.Equal(RegisterResult.NameTaken, Register("a", 2));
        Assert.Equal(RegisterResult.NameTaken, Register("a", 1));
        Assert.Equal(RegisterResult.ProcessNamed, Register("b", 1));
        Assert.Equal((1, 0), (Registry.WhereIs("a"), Registry.WhereIs("b")));
        Assert.True(_nameOf[2].IsNone);
    }

    [Fact]
    public void Undefined_and_none_are_no_names()
    {
        Assert.Equal(RegisterResult.NotAName, Register(Atom.Undefined, 1));
        Assert.Equal(RegisterResult.NotAName, Register(default, 1));
        Assert.Equal(0, Registry.WhereIs(default));
        Assert.False(Unregister(default, 1));
    }

    /// <summary>An ended process gets no name, neither before nor after its record is another's.</summary>
    [Fact]
    public void The_dead_get_no_names()
    {
        Register("a", 1);
        Registry.Close(1, ref _nameOf[1]);
        Assert.Equal(0, Registry.WhereIs("a"));
        Assert.Equal(RegisterResult.NoProcess, Register("a", 1));

        _nameOf[1] = default;
        _serialOf[1] = 1;
        Assert.Equal(RegisterResult.NoProcess, Registry.Register("a", new Pid(1, 0), ref _nameOf[1], in _serialOf[1]));
        Assert.Equal(
            RegisterResult.Done, Registry.Register("a", new Pid(1, 1), ref _nameOf[1], in _serialOf[1]));
    }

    /// <summary>Who is late cannot take a name from its next owner.</summary>
    [Fact]
    public void Only_the_owner_loses_a_name()
    {
        Register("a", 1);
        Assert.False(Unregister("a", 2));
        Assert.False(Unregister("a", 0));
        Assert.Equal(1, Registry.WhereIs("a"));
    }

    /// <summary>Registering and asking hold preemption off for a moment only, and always let go.</summary>
    [Fact]
    public void Names_behave_as_a_pair_of_maps_does() =>
        SeededRuns.Check(50, random =>
        {
            Assert.True(AtomTable.Initialize());
            Array.Clear(_nameOf);
            var model = new Dictionary<string, int>();
            for (int step = 0; step < 1000; step++)
            {
                string name = $"name {random.Next(30)}";
                int process = random.Next(1, _nameOf.Length);
                if (random.Next(3) == 0)
                {
                    bool isHolder = model.TryGetValue(name, out int holder) && holder == process;
                    Assert.Equal(isHolder, Unregister(name, process));
                    if (isHolder)
                        model.Remove(name);
                }
                else
                {
                    RegisterResult expected = model.ContainsKey(name) ? RegisterResult.NameTaken
                        : model.ContainsValue(process) ? RegisterResult.ProcessNamed : RegisterResult.Done;
                    Assert.Equal(expected, Register(name, process));
                    if (expected == RegisterResult.Done)
                        model.Add(name, process);
                }

                Assert.Equal(model.GetValueOrDefault(name), Registry.WhereIs(name));
            }

            Assert.Equal(model.Keys.Order(), Registered().Select(atom => atom.ToString()).Order());
            Assert.Equal(0, Preemption.Depth);
        });

    private RegisterResult Register(Atom name, int process) =>
        Registry.Register(name, new Pid((uint)process, 0), ref _nameOf[process], in _serialOf[process]);

    private bool Unregister(Atom name, int process) => Registry.Unregister(name, process, ref _nameOf[process]);

    private static List<Atom> Registered()
    {
        var names = new List<Atom>();
        for (Atom name = Registry.After(default); !name.IsNone; name = Registry.After(name))
        {
            names.Add(name);
        }

        return names;
    }
}
