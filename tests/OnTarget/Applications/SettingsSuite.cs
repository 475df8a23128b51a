// Boot options of applications, by their types.
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Applications;

/// <summary>Claims about settings.</summary>
public sealed class SettingsSuite
{
    /// <summary>What is given and makes sense counts; the last one, if there are several.</summary>
    [Fact]
    public void Given()
    {
        Settings settings = Of(
            "text=a b", "number=1", "number=-7", "flag=yes", "time=250ms", "long=2min", "size=16M",
            "choice=restforone");
        Assert.Equal("a b", settings.Text("text", ""));
        Assert.Equal(-7, settings.Int32("number", 0));
        Assert.True(settings.Flag("flag", false));
        Assert.Equal(TimeSpan.FromMilliseconds(250), settings.Duration("time", default));
        Assert.Equal(TimeSpan.FromMinutes(2), settings.Duration("long", default));
        Assert.Equal(16L << 20, settings.Bytes("size", 0));
        Assert.Equal(Strategy.RestForOne, settings.Choice("choice", Strategy.OneForOne));
    }

    /// <summary>What is not given is as the image has it; options of others are theirs.</summary>
    [Fact]
    public void Not_given()
    {
        var settings = new Settings("app", [("other.number", "7"), ("apple.number", "7"), ("app.number.x", "7")]);
        Assert.Equal(5, settings.Int32("number", 5));
        Assert.Equal("x", settings.Text("text", "x"));
        Assert.Equal(TimeSpan.FromHours(3), settings.Duration("time", TimeSpan.FromHours(3)));
    }

    /// <summary>What makes no sense is as if it were not given.</summary>
    [Fact]
    public void Malformed()
    {
        string[] wrongs =
            ["", "x", "-1", "1.5", "7 s", "-7s", "99999999999999999999s", "9999999999999999h", "s", "K", "-7K",
             "9999999999999999G", "onefor", "Yes"];
        foreach (string wrong in wrongs)
        {
            Settings settings = Of($"x={wrong}");
            Assert.Equal(5, settings.Int32("x", 5, least: 0, most: 1));
            Assert.True(settings.Flag("x", true));
            Assert.Equal(Strategy.OneForAll, settings.Choice("x", Strategy.OneForAll));
            Assert.Equal(TimeSpan.FromSeconds(5), settings.Duration("x", TimeSpan.FromSeconds(5)));
            Assert.Equal(5L, settings.Bytes("x", 5));
        }

        Assert.Equal(Strategy.OneForAll, Of("x=2").Choice("x", Strategy.OneForAll)); // a word, not a number
        Assert.Equal(5, Of("x=99999999999").Int32("x", 5));
        Assert.Equal(5, Of("x=2").Int32("x", 5, least: 0, most: 1));
    }

    private static Settings Of(params string[] options) => new("app", options.Select(static option =>
        ($"app.{option.Split('=')[0]}", option.Split('=', 2)[1])));
}
