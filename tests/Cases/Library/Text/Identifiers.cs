// Small values with a text form of their own: Guid, Version, Uri, Range. Their notations are fixed by standards (RFC
// 9562 for Guid, RFC 3986 for Uri), so both directions are claimed.
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Guids, versions, URIs and ranges as text.</summary>
public sealed class Identifiers
{
    private const string Sample = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>A Guid is written and read in all five formats.</summary>
    [Fact]
    public void GuidsAreWrittenAndReadInFiveFormats()
    {
        Guid guid = Guid.Parse(Sample);
        foreach (string format in (string[])["N", "D", "B", "P", "X"])
        {
            Assert.Equal(guid, Guid.ParseExact(guid.ToString(format, CultureInfo.InvariantCulture), format));
        }

        Assert.Equal(Sample, guid.ToString());
        Assert.Equal("{" + Sample + "}", guid.ToString("B"));
        Assert.Equal("{0x0f8fad5b,0xd9cb,0x469f,{0xa1,0x65,0x70,0x86,0x77,0x28,0x95,0x0e}}", guid.ToString("X"));
        Assert.Throws<FormatException>(() => Guid.Parse(Sample[1..]));
        Assert.Throws<FormatException>(() => guid.ToString("Q"));
    }

    /// <summary>
    /// The first three fields of a Guid are little-endian in its bytes, unless big-endian is asked for.
    /// </summary>
    [Fact]
    public void GuidBytesHaveAByteOrder()
    {
        Guid guid = Guid.Parse(Sample);
        byte[] bytes = guid.ToByteArray();
        Assert.Sequence<byte>([0x5B, 0xAD, 0x8F, 0x0F, 0xCB, 0xD9, 0x9F, 0x46, 0xA1], bytes.Take(9));
        Assert.Equal(guid, new Guid(bytes));
        Assert.Sequence<byte>([0x0F, 0x8F, 0xAD, 0x5B], guid.ToByteArray(bigEndian: true).Take(4));
        Assert.True(Guid.Empty.CompareTo(guid) < 0 && Guid.Empty < guid && guid < Guid.AllBitsSet);
    }

    /// <summary>New Guids are of version 4 and variant 2 (RFC 9562 §5.4) and differ.</summary>
    [Fact]
    public void NewGuidsAreRandomVersionFour()
    {
        HashSet<Guid> seen = [];
        for (int i = 0; i < 1_000; i++)
        {
            Guid guid = Guid.NewGuid();
            Assert.Equal(4, guid.Version);
            Assert.Equal(8, guid.Variant & 0xC);
            Assert.True(seen.Add(guid));
        }
    }

    /// <summary>
    /// Version 7 Guids begin with the milliseconds of their time (RFC 9562 §5.7), so they sort by it.
    /// </summary>
    [Fact]
    public void VersionSevenGuidsCarryTheirTime()
    {
        DateTimeOffset moment = new(2024, 2, 29, 12, 0, 0, 123, TimeSpan.Zero);
        Guid guid = Guid.CreateVersion7(moment);
        Assert.Equal(7, guid.Version);
        string head = guid.ToString("N")[..12];
        long milliseconds = long.Parse(head, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(moment.ToUnixTimeMilliseconds(), milliseconds);
        Assert.True(guid.CompareTo(Guid.CreateVersion7(moment.AddMilliseconds(1))) < 0);
    }

    /// <summary>Versions are read, compared part by part and written with as many parts as asked for.</summary>
    [Fact]
    public void VersionsCompareByPart()
    {
        Version version = Version.Parse("10.0.14.3");
        Assert.True(version > new Version(9, 99) && version < new Version(10, 1));
        Assert.True(new Version(1, 0) < new Version(1, 0, 0));
        Assert.Equal("10.0.14", version.ToString(3));
        Assert.Equal(-1, new Version(1, 2).Build);
        Assert.False(Version.TryParse("1", out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Version(-1, 0));
    }

    /// <summary>A URI is cut into scheme, user, host, port, path, query and fragment (RFC 3986 §3).</summary>
    [Fact]
    public void UrisAreCutIntoTheirParts()
    {
        Uri uri = new("HTTP://user@Example.COM:8080/a/./b/../c%20d?x=1&y=2#top");
        Assert.Equal("http", uri.Scheme);
        Assert.Equal("user", uri.UserInfo);
        Assert.Equal("example.com", uri.Host);
        Assert.Equal(8080, uri.Port);
        Assert.Equal("/a/c%20d", uri.AbsolutePath);
        Assert.Equal("?x=1&y=2", uri.Query);
        Assert.Equal("#top", uri.Fragment);
        Assert.Equal(80, new Uri("http://h/").Port);
        Assert.Equal(UriHostNameType.IPv6, new Uri("http://[::1]/").HostNameType);
    }

    /// <summary>Relative references resolve against a base as in the examples of RFC 3986 §5.4.</summary>
    [Fact]
    public void RelativeReferencesResolve()
    {
        Uri start = new("http://a/b/c/d;p?q");
        string[][] examples =
        [
            ["g", "http://a/b/c/g"], ["./g", "http://a/b/c/g"], ["g/", "http://a/b/c/g/"], ["/g", "http://a/g"],
            ["?y", "http://a/b/c/d;p?y"], ["..", "http://a/b/"], ["../../g", "http://a/g"],
            ["../../../g", "http://a/g"],
        ];
        foreach (string[] example in examples)
        {
            Assert.Equal(example[1], new Uri(start, example[0]).AbsoluteUri);
        }

        Assert.False(Uri.TryCreate("http://", UriKind.Absolute, out _));
        Assert.Throws<UriFormatException>(() => new Uri("no scheme"));
    }

    /// <summary>Percent encoding escapes all but the unreserved characters and is undone by unescaping.</summary>
    [Fact]
    public void PercentEncodingIsUndone()
    {
        Assert.Equal("a%20b%2F%C3%A9~-._", Uri.EscapeDataString("a b/é~-._"));
        Assert.Equal("a b/é", Uri.UnescapeDataString("a%20b%2F%C3%A9"));
    }
}
