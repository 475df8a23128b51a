// delta-seconds of RFC 3261 §25.1. Times beyond 2^32-1 are legal digits that nobody can mean: they count as the largest
// (§20.19 bounds the value there), because to refuse a registration for being too patient helps nobody.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A number of seconds in a header field.</summary>
internal static class DeltaSeconds
{
    public static bool TryParse(ReadOnlySpan<char> text, out uint seconds)
    {
        var scanner = new Scanner(text);
        bool fits = scanner.TakeNumber(uint.MaxValue, out seconds);
        bool isNumber = scanner.Position != 0 && scanner.AtEnd;
        seconds = fits ? seconds : uint.MaxValue;
        return isNumber;
    }
}
