// CSeq orders the requests of a dialog and ties a response to its request (RFC 3261 §8.1.1.5, §20.16). A number of 2^31
// or more is malformed, however it would wrap.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A sequence number, and the method of the request that it numbers.</summary>
public readonly record struct CSeq(uint Number, SipMethod Method)
{
    private const uint Largest = int.MaxValue;

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Method}";

    /// <summary>Parses a whole value.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CSeq cseq)
    {
        var scanner = new Scanner(text);
        cseq = default;
        if (!scanner.TakeNumber(Largest, out uint number) || !scanner.SkipWhite()
            || !SipMethod.TryTake(ref scanner, out SipMethod method) || !scanner.AtEnd)
        {
            return false;
        }

        cseq = new CSeq(number, method);
        return true;
    }
}
