namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Enumerations: integers with names. The names live in metadata that an image must carry along, the values are plain
/// numbers of the underlying type, and any number is a legal value whether it has a name or not (C# standard §20.5).
/// </summary>
public sealed class Enums
{
    private enum Planet
    {
        Mercury = 1,
        Venus,
        Earth,
        Terra = Earth,
    }

    [Flags]
    private enum Access : byte
    {
        None = 0,
        Read = 1,
        Write = 2,
        Execute = 4,
        All = Read | Write | Execute,
    }

    private enum Huge : ulong
    {
        Top = 0x8000_0000_0000_0000,
        Most = ulong.MaxValue,
    }

    private enum Signed : sbyte
    {
        Minus = -1,
        Zero = 0,
        Plus = 1,
    }

    /// <summary>ToString gives the name, or the number where there is none.</summary>
    [Fact]
    public void To_string_gives_the_name_or_the_number()
    {
        Assert.Equal("Venus", Opaque.Of(Planet.Venus).ToString());
        Assert.Equal("42", Opaque.Of((Planet)42).ToString());
        Assert.Equal("Minus", Opaque.Of(Signed.Minus).ToString());
        Assert.Equal("Most", Opaque.Of(Huge.Most).ToString());
        Assert.Equal("2", Opaque.Of(Planet.Venus).ToString("D"));
        Assert.Equal("00000002", Opaque.Of(Planet.Venus).ToString("X"));
        Assert.Equal("planet Venus!", $"planet {Opaque.Of(Planet.Venus)}!");
    }

    /// <summary>Flags are listed by name; a named combination is preferred.</summary>
    [Fact]
    public void Flags_are_listed_by_name()
    {
        Assert.Equal("Read, Execute", Opaque.Of(Access.Read | Access.Execute).ToString());
        Assert.Equal("All", Opaque.Of(Access.Read | Access.Write | Access.Execute).ToString());
        Assert.Equal("None", Opaque.Of(default(Access)).ToString());
        Assert.Equal("9", Opaque.Of((Access)9).ToString());
    }

    /// <summary>HasFlag asks for all bits of its argument.</summary>
    [Fact]
    public void Has_flag_asks_for_every_bit()
    {
        Access access = Opaque.Of(Access.Read | Access.Write);
        Assert.True(access.HasFlag(Access.Write));
        Assert.True(access.HasFlag(Access.None));
        Assert.False(access.HasFlag(Access.All));
        Assert.Equal(Access.Execute, ~access & Access.All);
    }

    /// <summary>Names, lists of flags and numbers are parsed; nonsense is refused.</summary>
    [Fact]
    public void Parse_reads_names_lists_and_numbers()
    {
        Assert.Equal(Planet.Venus, Enum.Parse<Planet>("Venus"));
        Assert.Equal(Planet.Venus, Enum.Parse<Planet>("vEnUs", ignoreCase: true));
        Assert.Equal(Access.Read | Access.Write, Enum.Parse<Access>("Read, Write"));
        Assert.Equal((Planet)17, Enum.Parse<Planet>("17"));
        Assert.False(Enum.TryParse("Pluto", out Planet none));
        Assert.Equal(default, none);
        Assert.Throws<ArgumentException>(() => Opaque.Of(Enum.Parse<Planet>("venus")));
    }

    /// <summary>GetValues and GetNames list the members by unsigned value; IsDefined knows them.</summary>
    [Fact]
    public void The_members_of_an_enum_can_be_listed()
    {
        Assert.Sequence([Planet.Mercury, Planet.Venus, Planet.Earth, Planet.Terra], Enum.GetValues<Planet>());
        Assert.Sequence(["None", "Read", "Write", "Execute", "All"], Enum.GetNames<Access>());
        Assert.Sequence(["Zero", "Plus", "Minus"], Enum.GetNames<Signed>());
        Assert.True(Enum.IsDefined(Planet.Earth));
        Assert.False(Enum.IsDefined((Planet)9));
        Assert.Equal("Write", Enum.GetName(Access.Write));
    }

    /// <summary>Conversions to and from the underlying type change nothing but the type.</summary>
    [Fact]
    public void Conversions_keep_the_number()
    {
        Assert.Equal(3, (int)Opaque.Of(Planet.Earth));
        Assert.Equal((byte)255, (byte)Opaque.Of(Signed.Minus));
        Assert.Equal(-1, (int)Opaque.Of(Signed.Minus));
        Assert.Equal(Huge.Top, (Huge)(Opaque.Of(1UL) << 63));
        Assert.Equal(Planet.Venus, (Planet)Opaque.Of(2.9));
        Assert.Equal(Planet.Earth, Opaque.Of(Planet.Mercury) + 2);
    }

    /// <summary>A boxed enum is its own type, and opens as its underlying type too.</summary>
    [Fact]
    public void A_boxed_enum_remembers_its_type()
    {
        object box = Opaque.Of<object>(Planet.Venus);
        Assert.True(box is Planet);
        Assert.True(box is Enum);
        Assert.False(box is int);
        Assert.Equal(2, (int)box);
        Assert.False(box.Equals(2));
        Assert.True(box.Equals(Planet.Venus));
    }

    /// <summary>Enums compare by number, hash alike when equal, and serve as keys.</summary>
    [Fact]
    public void Enums_compare_and_serve_as_keys()
    {
        Assert.True(Opaque.Of(Planet.Mercury).CompareTo(Planet.Earth) < 0);
        Assert.True(Opaque.Of(Huge.Top) < Huge.Most);
        var orbits = new Dictionary<Planet, double> { [Planet.Mercury] = 0.39, [Planet.Earth] = 1 };
        Assert.Equal(1.0, orbits[Planet.Terra]);
        Assert.False(orbits.ContainsKey(Planet.Venus));
        Assert.Throws<ArgumentException>(() => Opaque.Of(Planet.Earth.CompareTo(Access.Read)));
    }

    /// <summary>Generic code over enums works for each underlying type.</summary>
    [Fact]
    public void Generic_code_works_over_every_underlying_type()
    {
        Assert.Equal("Venus=2", Show(Planet.Venus));
        Assert.Equal("Write=2", Show(Access.Write));
        Assert.Equal("Most=18446744073709551615", Show(Huge.Most));
        Assert.Equal("Minus=-1", Show(Signed.Minus));
        Assert.Same(typeof(byte), Enum.GetUnderlyingType(typeof(Access)));
    }

    private static string Show<T>(T value)
        where T : struct, Enum => $"{value}={value:D}";
}
