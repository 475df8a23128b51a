namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Values: structs that copy, records that compare. Assignment, passing and returning a struct copies all of it, so
/// each holder sees only its own changes; what readonly forbids to change is copied before a method is let at it.
/// Records get equality, printing and <c>with</c> from the compiler, by content (C# standard §15.2, §16).
/// </summary>
public sealed class StructsAndRecords
{
    private struct Point
    {
        public int X;
        public int Y;

        public int Move(int by) => X += by;
    }

    private struct Segment
    {
        public Point From;
        public Point To;
        public string Label;
    }

    private sealed class Holder
    {
        public readonly Point Fixed;
        public Point Free;

        public Point Property { get; set; }
    }

    private record Person(string Name, int Age)
    {
        public List<string> Notes { get; init; } = [];
    }

    private sealed record Student(string Name, int Age, string School) : Person(Name, Age);

    private readonly record struct Size(int Width, int Height)
    {
        public int Area => Width * Height;
    }

    private record struct Range<T>(T Low, T High);

    private sealed class Settings
    {
        public required string Path { get; init; }

        public int Port { get; init; } = 80;
    }

    /// <summary>Assigning a struct copies it.</summary>
    [Fact]
    public void Assigning_a_struct_copies_every_field()
    {
        Segment one = new() { From = new() { X = 1 }, To = new() { Y = 2 }, Label = "one" };
        Segment two = one;
        two.From.X = 9;
        two.Label = "two";
        Assert.Equal(1, one.From.X);
        Assert.Equal("one", one.Label);
        Assert.Equal(9, two.From.X);
    }

    /// <summary>A struct passed by value is a copy, passed by reference it is the variable.</summary>
    [Fact]
    public void Passing_a_struct_by_value_protects_the_caller()
    {
        Point point = new() { X = 1 };
        Assert.Equal(6, MoveCopy(point));
        Assert.Equal(1, point.X);
        MoveOriginal(ref point);
        Assert.Equal(6, point.X);
    }

    /// <summary>Array elements are variables, list elements and property values are copies.</summary>
    [Fact]
    public void Array_elements_are_changed_in_place()
    {
        Point[] array = new Point[2];
        array[1].Move(3);
        array[1].Y = 4;
        Assert.Equal(3, array[1].X);
        Assert.Equal(4, array[1].Y);
        var list = new List<Point> { new() };
        list[0].Move(3);
        Assert.Equal(0, list[0].X);
        var holder = new Holder();
        holder.Property.Move(3);
        Assert.Equal(0, holder.Property.X);
    }

    /// <summary>A method called on a readonly field works on a copy.</summary>
    [Fact]
    public void A_method_on_a_readonly_field_works_on_a_copy()
    {
        var holder = new Holder();
        Assert.Equal(2, holder.Fixed.Move(2));
        Assert.Equal(0, holder.Fixed.X);
        Assert.Equal(2, holder.Free.Move(2));
        Assert.Equal(2, holder.Free.X);
    }

    /// <summary>A foreach variable and a captured struct are variables of their own.</summary>
    [Fact]
    public void A_captured_struct_is_shared_by_its_lambdas()
    {
        Point point = default;
        Action move = () => point.Move(5);
        move();
        move();
        Assert.Equal(10, point.X);
    }

    /// <summary>Records are equal when type and content are equal.</summary>
    [Fact]
    public void Records_are_equal_by_type_and_content()
    {
        List<string> notes = [];
        var ann = new Person("Ann", 30) { Notes = notes };
        var again = new Person("An" + Opaque.Of("n"), 30) { Notes = notes };
        Assert.True(ann == again);
        Assert.Equal(ann.GetHashCode(), again.GetHashCode());
        Assert.NotSame(ann, again);
        Person student = new Student("Ann", 30, "X") { Notes = notes };
        Assert.False(ann == student);
        Assert.False(student.Equals(ann));
    }

    /// <summary>with copies a record, shallowly and of its run-time type, and changes what is named.</summary>
    [Fact]
    public void With_copies_and_changes()
    {
        Person student = new Student("Ben", 20, "North");
        Person older = student with { Age = 21 };
        Assert.Equal("North", Assert.IsType<Student>(older).School);
        Assert.Equal(20, student.Age);
        Assert.Same(student.Notes, older.Notes);
        Size size = new(2, 3);
        Assert.Equal(10, (size with { Width = 5, Height = 2 }).Area);
        Assert.Equal(6, size.Area);
    }

    /// <summary>Records print their members and can be taken apart.</summary>
    [Fact]
    public void Records_print_and_deconstruct()
    {
        Assert.Equal("Size { Width = 2, Height = 3, Area = 6 }", new Size(2, 3).ToString());
        Assert.Equal("Range { Low = a, High = z }", new Range<string>("a", "z").ToString());
        (string name, int age, string school) = new Student("Cy", 19, "South");
        Assert.Equal("Cy19South", name + age + school);
    }

    /// <summary>Record structs compare by value, boxed and unboxed, and serve as keys.</summary>
    [Fact]
    public void Record_structs_compare_by_value()
    {
        Assert.True(new Range<int>(1, 2) == new Range<int>(1, 2));
        Assert.True(Opaque.Of<object>(new Range<string>("a", "b")).Equals(new Range<string>("a", "b")));
        Assert.False(Opaque.Of<object>(new Range<int>(1, 2)).Equals(new Range<long>(1, 2)));
        var map = new Dictionary<Size, string> { [new(1, 2)] = "small" };
        Assert.Equal("small", map[new Size(1, 2)]);
        Assert.False(map.ContainsKey(new Size(2, 1)));
    }

    /// <summary>Tuples compare element by element, copy, nest and swap.</summary>
    [Fact]
    public void Tuples_compare_copy_and_swap()
    {
        (int Id, string Name) one = (1, "a");
        (long, string) wide = one;
        Assert.True(wide == one);
        Assert.True(one.Equals((1, "a")));
        Assert.True(((1, 2), "x").CompareTo(((1, 3), "a")) < 0);
        int left = 1, right = 2;
        (left, right) = (right, left);
        Assert.Equal((2, 1), (left, right));
        Assert.Equal("(1, 2, 3, 4, 5, 6, 7, 8, 9)", (1, 2, 3, 4, 5, 6, 7, 8, 9).ToString());
    }

    /// <summary>Required and init members are set once, by the initialiser.</summary>
    [Fact]
    public void Required_and_init_members_are_set_by_the_initialiser()
    {
        var settings = new Settings { Path = "/" };
        Assert.Equal("/80", settings.Path + settings.Port);
        Assert.Equal(8080, new Settings { Path = "", Port = 8080 }.Port);
    }

    /// <summary>default of any struct is all zero and null.</summary>
    [Fact]
    public void The_default_of_a_struct_is_all_zero()
    {
        Segment none = Opaque.Of(default(Segment));
        Assert.Equal(0, none.From.X + none.To.Y);
        Assert.Null(none.Label);
        Assert.Null(default(Range<string>).Low);
        Assert.Equal(0, (new Point[3])[2].X);
    }

    private static int MoveCopy(Point point) => point.Move(5);

    private static void MoveOriginal(ref Point point) => point.Move(5);
}
