namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Which method a name means. Overrides replace, <c>new</c> hides, explicit implementations are seen through their
/// interface only, an interface may be implemented again further down (C# standard §15.6.4, §19.6). Each rule is a
/// slot in a table, and a wrong slot is a wrong method called without any complaint.
/// </summary>
public sealed class Overrides
{
    private interface ISpeaker
    {
        string Speak();
    }

    private interface IOther
    {
        string Speak();
    }

    private class Animal : ISpeaker
    {
        public Animal() => Born = Describe();

        public string Born { get; }

        public virtual string Sound => "...";

        public virtual string Speak() => "animal " + Sound;

        public string Plain() => "animal plain";

        protected virtual string Describe() => "animal";
    }

    private class Dog : Animal
    {
        private readonly string _name = "rex";

        public override string Sound => "woof";

        public sealed override string Speak() => base.Speak() + "!";

        public new virtual string Plain() => "dog plain";

        protected override string Describe() => "dog " + (_name ?? "unnamed");
    }

    private sealed class Puppy : Dog
    {
        public override string Sound => "wiff";

        public override string Plain() => "puppy plain";
    }

    private sealed class Robot : Animal, ISpeaker, IOther
    {
        string ISpeaker.Speak() => "robot as speaker";

        string IOther.Speak() => "robot as other";
    }

    private abstract class Shape
    {
        public abstract double Area { get; }

        public abstract Shape Copy();

        public override string ToString() => GetType().Name + Area;
    }

    private sealed class Square(double side) : Shape
    {
        public override double Area => side * side;

        public override Square Copy() => new(side);
    }

    private class Parent
    {
        public virtual string Take(object value) => "object";

        public virtual string Take(string value) => "string";

        public string Choose(long value) => "long";
    }

    private sealed class Child : Parent
    {
        public override string Take(object value) => "child object";

        public string Choose(double value) => "double";
    }

    /// <summary>A virtual call runs the most derived override, whatever the static type.</summary>
    [Fact]
    public void A_virtual_call_runs_the_most_derived_override()
    {
        Animal[] animals = [new Animal(), new Dog(), new Puppy()];
        Assert.Sequence(["animal ...", "animal woof!", "animal wiff!"], animals.Select(a => a.Speak()));
    }

    /// <summary>Through the interface the same overrides run.</summary>
    [Fact]
    public void An_interface_call_runs_the_most_derived_override()
    {
        ISpeaker[] speakers = [new Animal(), new Dog(), new Puppy()];
        Assert.Sequence(["animal ...", "animal woof!", "animal wiff!"], speakers.Select(a => a.Speak()));
    }

    /// <summary>new starts another method; which one is called depends on the static type.</summary>
    [Fact]
    public void A_hidden_method_is_chosen_by_the_static_type()
    {
        var puppy = new Puppy();
        Assert.Equal("puppy plain", puppy.Plain());
        Assert.Equal("puppy plain", Opaque.Of<Dog>(puppy).Plain());
        Assert.Equal("animal plain", Opaque.Of<Animal>(puppy).Plain());
    }

    /// <summary>A class may implement an interface again, and two interfaces with one name apart.</summary>
    [Fact]
    public void Explicit_implementations_are_seen_through_their_interface_only()
    {
        var robot = new Robot();
        Assert.Equal("animal ...", robot.Speak());
        Assert.Equal("robot as speaker", Opaque.Of<ISpeaker>(robot).Speak());
        Assert.Equal("robot as other", Opaque.Of<IOther>(robot).Speak());
        Assert.Equal("animal ...", Opaque.Of<Animal>(robot).Speak());
    }

    /// <summary>A virtual call in a base constructor runs the override, with field initialisers already done.</summary>
    [Fact]
    public void A_base_constructor_calls_the_override_after_field_initialisers()
    {
        Assert.Equal("animal", new Animal().Born);
        Assert.Equal("dog rex", new Puppy().Born);
    }

    /// <summary>An override may return a more derived type.</summary>
    [Fact]
    public void An_override_may_return_a_derived_type()
    {
        Shape shape = Opaque.Of<Shape>(new Square(3));
        Square copy = new Square(2).Copy();
        Assert.Equal(9.0, Assert.IsType<Square>(shape.Copy()).Area);
        Assert.Equal(4.0, copy.Area);
        Assert.Equal("Square9", shape.ToString());
    }

    /// <summary>Overloads are chosen by static types; a derived class's applicable method comes first.</summary>
    [Fact]
    public void Overloads_are_chosen_by_static_types()
    {
        Parent child = Opaque.Of<Parent>(new Child());
        object text = "text";
        Assert.Equal("child object", child.Take(text));
        Assert.Equal("string", child.Take("text"));
        Assert.Equal("double", new Child().Choose(5));
        Assert.Equal("long", child.Choose(5));
    }

    /// <summary>Every object answers the methods of Object, arrays, delegates and boxes included.</summary>
    [Fact]
    public void Object_methods_are_virtual_everywhere()
    {
        object[] objects = [5, "x", new int[2], 1.5, 'c', true, new Square(1)];
        Assert.Sequence(
            ["5", "x", "System.Int32[]", "1.5", "c", "True", "Square1"], objects.Select(o => o.ToString() ?? ""));
    }
}
