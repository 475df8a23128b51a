// The rows of a message in their order, immutable. Order matters among rows of one field (RFC 3261 §7.3.1), so it is
// kept for all. Content-Length is no row: the parser has used it up, and the writer counts the body.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>The header fields of a message.</summary>
public sealed class SipHeaders : IEquatable<SipHeaders>
{
    internal SipHeaders(ImmutableArray<SipHeader> rows) => Rows = rows;

    /// <summary>No header field.</summary>
    public static SipHeaders Empty => new([]);

    /// <summary>All rows.</summary>
    public ImmutableArray<SipHeader> Rows { get; }

    /// <summary>The value of the first row of a field; null if there is none.</summary>
    public string? Get(HeaderKind kind) => TryGet(kind, out ReadOnlySpan<char> value) ? value.ToString() : null;

    /// <summary>Whether there is a row of a field.</summary>
    public bool Contains(HeaderKind kind) => TryGet(kind, out _);

    /// <summary>The value of the first row of a field.</summary>
    public bool TryGet(HeaderKind kind, out ReadOnlySpan<char> value)
    {
        foreach (SipHeader row in Rows)
        {
            if (row.Kind == kind)
            {
                value = row.Text;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of the first row with a name that the exchange does not know.</summary>
    public string? Get(string name)
    {
        HeaderKind kind = HeaderNames.Find(name);
        foreach (SipHeader row in Rows)
        {
            if (row.Kind == kind && row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return row.Value.ToString();
            }
        }

        return kind == HeaderKind.Other ? null : Get(kind);
    }

    /// <summary>
    /// The tokens of a comma-separated field, of all its rows: Allow, Supported, Require, Proxy-Require, Unsupported.
    /// </summary>
    /// <returns>False if a row is not such a list, or there are too many.</returns>
    public bool TryGetTokens(HeaderKind kind, out ImmutableArray<string> tokens)
    {
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        tokens = [];
        foreach (SipHeader row in Rows)
        {
            var scanner = new Scanner(row.Text);
            bool isMore = row.Kind == kind && !scanner.AtEnd;
            while (isMore)
            {
                if (!scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> token)
                    || found.Count == SipLimits.ListValues)
                {
                    return false;
                }

                found.Add(token.ToString());
                isMore = scanner.TakeSeparator(',');
                if (!isMore && !scanner.AtEnd)
                {
                    return false;
                }
            }
        }

        tokens = found.ToImmutable();
        return true;
    }

    /// <summary>With a row in place of all rows of its field, or at the end.</summary>
    public SipHeaders With(HeaderKind kind, string value) => Without(kind).And(kind, value);

    /// <summary>With one row more.</summary>
    public SipHeaders And(HeaderKind kind, string value) => new(Rows.Add(SipHeader.Create(kind, value)));

    /// <summary>With one row more.</summary>
    public SipHeaders And(string name, string value) => new(Rows.Add(SipHeader.Create(name, value)));

    /// <summary>With one row more, before all others.</summary>
    public SipHeaders AndFirst(HeaderKind kind, string value) => new(Rows.Insert(0, SipHeader.Create(kind, value)));

    /// <summary>Without the rows of a field.</summary>
    public SipHeaders Without(HeaderKind kind) => Contains(kind) ? new(Rows.RemoveAll(row => row.Kind == kind)) : this;

    /// <inheritdoc/>
    public bool Equals(SipHeaders? other) => other is not null && Rows.AsSpan().SequenceEqual(other.Rows.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SipHeaders);

    /// <inheritdoc/>
    public override int GetHashCode() => Rows.Length == 0 ? 0 : HashCode.Combine(Rows.Length, Rows[0]);
}
