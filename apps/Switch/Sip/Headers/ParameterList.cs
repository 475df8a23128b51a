// The parameters behind a value or in a URI: one text, checked when it was made and without white space, looked through
// when somebody asks. Few are ever asked for, and most are passed on as they came, so a dictionary would be made to be
// thrown away. A name appears once (RFC 3261 §7.3.1, §19.1.1).
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Parameters, each with its semicolon: <c>;branch=z9hG4bKx;rport</c>. Names are case-insensitive.</summary>
public readonly record struct ParameterList
{
    private readonly string? _text;

    private ParameterList(string text) => _text = text.Length == 0 ? null : text;

    /// <summary>The text, with a semicolon before each.</summary>
    public string Text => _text ?? "";

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _text is null;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Parameter _ in this)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Looks one up. The value is empty where there is none, and has its quotes where it has them.</summary>
    public bool TryGet(ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        foreach (Parameter parameter in this)
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = parameter.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of a parameter; null if it is not there, empty if it has none.</summary>
    public string? Get(ReadOnlySpan<char> name) =>
        TryGet(name, out ReadOnlySpan<char> value) ? value.ToString() : null;

    /// <summary>Whether it is there, with a value or without.</summary>
    public bool Contains(ReadOnlySpan<char> name) => TryGet(name, out _);

    /// <summary>With a parameter set, in its place or at the end.</summary>
    /// <param name="name">A token.</param>
    /// <param name="value">What stands behind the equals sign; null for a parameter without value.</param>
    /// <exception cref="ArgumentException">It would not be a parameter.</exception>
    public ParameterList With(string name, string? value)
    {
        string set = value is null ? $";{name}" : $";{name}={value}";
        var text = new StringBuilder(Text.Length + set.Length);
        bool isSet = false;
        foreach (Parameter parameter in this)
        {
            bool isIt = parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
            text.Append(isIt ? set : parameter.Text);
            isSet |= isIt;
        }

        string whole = (isSet ? text : text.Append(set)).ToString();
        var scanner = new Scanner(whole);
        return TryTake(ref scanner, out ParameterList list) && scanner.AtEnd
            ? list
            : throw new ArgumentException($"'{set}' is no parameter.");
    }

    /// <summary>Without a parameter.</summary>
    public ParameterList Without(ReadOnlySpan<char> name)
    {
        var text = new StringBuilder(Text.Length);
        foreach (Parameter parameter in this)
        {
            if (!parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                text.Append(parameter.Text);
            }
        }

        return new ParameterList(text.ToString());
    }

    /// <summary>The parameters in their order.</summary>
    public ParameterEnumerator GetEnumerator() => new(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>*( SEMI generic-param ) of a header field; none is a list, too.</summary>
    internal static bool TryTake(ref Scanner scanner, out ParameterList list)
    {
        list = default;
        scanner.SkipWhite();
        int start = scanner.Position;
        int end = start;
        int count = 0;
        while (scanner.TakeSeparator(';'))
        {
            if (++count > SipLimits.Parameters + SipLimits.AddedParameters
                || !scanner.TakeRun(SipCharacters.Token, out _))
            {
                return false;
            }

            end = scanner.Position;
            if (scanner.TakeSeparator('='))
            {
                if (!scanner.TakeQuoted(out _) && !scanner.TakeRun(SipCharacters.ParameterValue, out _))
                {
                    return false;
                }

                end = scanner.Position;
            }
        }

        int after = scanner.Position;
        scanner.Position = end;
        ReadOnlySpan<char> text = scanner.Since(start);
        scanner.Position = after;
        return TryMake(text.ContainsAny(' ', '\t') ? Compact(text) : text.ToString(), count, out list);
    }

    /// <summary>*( ";" uri-parameter ) of a URI, without white space.</summary>
    internal static bool TryTakeOfUri(ref Scanner scanner, out ParameterList list)
    {
        list = default;
        int start = scanner.Position;
        int count = 0;
        while (scanner.Take(';'))
        {
            if (++count > SipLimits.Parameters || !TryTakeEscaped(ref scanner)
                || (scanner.Take('=') && !TryTakeEscaped(ref scanner)))
            {
                return false;
            }
        }

        return TryMake(scanner.Since(start).ToString(), count, out list);
    }

    private static bool TryTakeEscaped(ref Scanner scanner) =>
        scanner.TakeRun(SipCharacters.UriParameter, out ReadOnlySpan<char> run) && Escapes.AreValid(run);

    private static bool TryMake(string text, int count, [NotNullWhen(true)] out ParameterList list)
    {
        list = new ParameterList(text);
        return count < 2 || !list.RepeatsAName();
    }

    // Every pair is compared: SipLimits.Parameters bounds it, and there are three as a rule.
    private bool RepeatsAName()
    {
        foreach (Parameter parameter in this)
        {
            int seen = 0;
            foreach (Parameter other in this)
            {
                seen += other.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            }

            if (seen > 1)
            {
                return true;
            }
        }

        return false;
    }

    private static string Compact(ReadOnlySpan<char> text)
    {
        var compact = new StringBuilder(text.Length);
        var scanner = new Scanner(text);
        while (!scanner.AtEnd)
        {
            if (scanner.SkipWhite())
            {
                continue;
            }

            if (scanner.TakeQuoted(out ReadOnlySpan<char> quoted))
            {
                compact.Append(quoted);
                continue;
            }

            compact.Append(scanner.Next);
            scanner.Skip(1);
        }

        return compact.ToString();
    }
}
