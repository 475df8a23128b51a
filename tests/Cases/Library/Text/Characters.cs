// A char is a UTF-16 unit, a Rune a whole Unicode scalar value. Classes and simple case mappings come from tables
// inside CoreLib, not from the system, so that they are the same with and without a culture library.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Classes of characters, case mapping, surrogates and runes.</summary>
public sealed class Characters
{
    /// <summary>Characters are classified by their Unicode category.</summary>
    [Fact]
    public void CharactersAreClassifiedByCategory()
    {
        Assert.True(char.IsLetter('ß') && char.IsLetter('Ж') && char.IsLetter('漢'));
        Assert.True(char.IsDigit('٣') && !char.IsAsciiDigit('٣') && !char.IsDigit('½'));
        Assert.True(char.IsNumber('½') && char.IsPunctuation('!') && char.IsSymbol('+'));
        Assert.True(char.IsWhiteSpace('\u2003') && char.IsControl('\u007F') && char.IsSeparator('\u00A0'));
        Assert.True(char.IsUpper('Ä') && char.IsLower('ä') && char.IsLetterOrDigit('_') == false);
        Assert.Equal(UnicodeCategory.CurrencySymbol, char.GetUnicodeCategory('€'));
        Assert.Equal(UnicodeCategory.OtherSymbol, Rune.GetUnicodeCategory(new Rune(0x1F600)));
        Assert.Equal(0.5, char.GetNumericValue('½'));
        Assert.True(char.IsAsciiHexDigit('f') && !char.IsAsciiHexDigit('g') && char.IsBetween('m', 'a', 'z'));
    }

    /// <summary>Simple invariant case mapping reaches beyond ASCII and leaves caseless characters alone.</summary>
    [Fact]
    public void InvariantCaseMappingReachesBeyondAscii()
    {
        Assert.Equal('Ä', char.ToUpperInvariant('ä'));
        Assert.Equal('ж', char.ToLowerInvariant('Ж'));
        Assert.Equal('ß', char.ToUpperInvariant('ß'));
        Assert.Equal('5', char.ToUpperInvariant('5'));
        Assert.Equal("ÉΩ", "éω".ToUpperInvariant());
        Assert.Equal(new Rune(0x10400), Rune.ToUpperInvariant(new Rune(0x10428)));
    }

    /// <summary>Surrogates form pairs, and a half alone is no rune.</summary>
    [Fact]
    public void SurrogatesFormPairs()
    {
        Assert.Equal("😀", char.ConvertFromUtf32(0x1F600));
        Assert.Equal(0x1F600, char.ConvertToUtf32('\uD83D', '\uDE00'));
        Assert.True(char.IsSurrogatePair("😀", 0));
        Assert.False(Rune.IsValid(0xD800));
        Assert.False(Rune.TryCreate('\uD83D', out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rune(0xDC00));
        Assert.Throws<ArgumentOutOfRangeException>(() => char.ConvertFromUtf32(0x110000));
    }

    /// <summary>Runes know their lengths and encode themselves in UTF-8 and UTF-16.</summary>
    [Fact]
    public void RunesEncodeThemselves()
    {
        Rune rune = new(0x20AC);
        Span<byte> utf8 = stackalloc byte[4];
        Assert.Equal(3, rune.EncodeToUtf8(utf8));
        Assert.Sequence<byte>([0xE2, 0x82, 0xAC], utf8[..3].ToArray());
        Assert.Equal(1, rune.Utf16SequenceLength);
        Assert.True(rune.IsBmp && !rune.IsAscii);
        Assert.Equal(OperationStatus.InvalidData, Rune.DecodeFromUtf8([0x80], out Rune bad, out int used));
        Assert.Equal(Rune.ReplacementChar, bad);
        Assert.Equal(1, used);
    }

    /// <summary>Enumerating the runes of a string joins pairs and replaces lonely halves.</summary>
    [Fact]
    public void EnumeratingRunesJoinsPairs()
    {
        int[] values = [.. "a😀\uD800z".EnumerateRunes().Select(rune => rune.Value)];
        Assert.Sequence([0x61, 0x1F600, 0xFFFD, 0x7A], values);
    }

    /// <summary>Text elements keep a base character and its combining marks together.</summary>
    [Fact]
    public void TextElementsKeepCombiningMarks()
    {
        StringInfo info = new("e\u0301a😀");
        Assert.Equal(3, info.LengthInTextElements);
        Assert.Equal("e\u0301", info.SubstringByTextElements(0, 1));
    }

    /// <summary>Pure ASCII text is normalized in every form.</summary>
    [Fact]
    public void AsciiIsAlwaysNormalized()
    {
        Assert.True("plain".IsNormalized());
        Assert.Equal("plain", "plain".Normalize(NormalizationForm.FormD));
    }
}
