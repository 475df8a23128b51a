// Reads SipFields out of rows, one pass, and says what is wrong with the first that is. It goes on after a fault as
// long as something may still be of use for an answer: the top Via.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Turns rows into typed fields.</summary>
/// <param name="mostParameters">Of one value: fewer in what arrives than in what is made of it.</param>
internal ref struct FieldReader(int mostParameters)
{
    private const int LargestMaxForwards = 255;
    private const string AllContacts = "*";

    private ImmutableArray<Via>.Builder? _vias;
    private ImmutableArray<NameAddress>.Builder? _contacts;
    private ImmutableArray<NameAddress>.Builder? _routes;
    private ImmutableArray<NameAddress>.Builder? _recordRoutes;
    private NameAddress? _from;
    private NameAddress? _to;
    private string? _callId;
    private CSeq? _cseq;
    private byte? _maxForwards;
    private uint? _expires;
    private bool _isForAll;
    private bool _hasContacts;
    private ulong _seen;

    /// <summary>The first fault.</summary>
    public SipFault Fault { get; private set; }

    /// <summary>The top hop, if it could be read; there may be one although there is a fault.</summary>
    public Via? TopVia { get; private set; }

    /// <summary>Reads rows; null if there is a fault.</summary>
    public SipFields? Read(ReadOnlySpan<SipHeader> rows, SipMethod? method)
    {
        foreach (ref readonly SipHeader row in rows)
        {
            if (row.Kind != HeaderKind.Other)
            {
                Note(Accept(row));
            }
        }

        TopVia = _vias is { Count: > 0 } ? _vias[0] : null;
        if (TopVia is null || _vias is null || _from is null || _to is null || _callId is null || _cseq is not { } cseq)
        {
            Note(SipFault.MissingHeader);
            return null;
        }

        Note(method is { } expected && cseq.Method != expected ? SipFault.MethodMismatch : SipFault.None);
        return Fault != SipFault.None
            ? null
            : new SipFields
            {
                Vias = _vias.DrainToImmutable(),
                From = _from,
                To = _to,
                CallId = _callId,
                CSeq = cseq,
                MaxForwards = _maxForwards,
                Contacts = _contacts?.DrainToImmutable() ?? [],
                HasContactForAll = _isForAll,
                Routes = _routes?.DrainToImmutable() ?? [],
                RecordRoutes = _recordRoutes?.DrainToImmutable() ?? [],
                ExpiresSeconds = _expires,
            };
    }

    private void Note(SipFault fault) => Fault = Fault == SipFault.None ? fault : Fault;

    private SipFault Accept(in SipHeader row)
    {
        if (row.Kind.IsSingle())
        {
            ulong bit = 1UL << (int)row.Kind;
            if ((_seen & bit) != 0)
            {
                return SipFault.RepeatedHeader;
            }

            _seen |= bit;
        }

        return IsLegal(row) ? SipFault.None : SipFault.BadHeaderValue;
    }

    private bool IsLegal(in SipHeader row) => row.Kind switch
    {
        HeaderKind.Via => ReadVias(row.Text),
        HeaderKind.From => NameAddress.TryParse(row.Text, out _from) && IsWithin(_from.Parameters),
        HeaderKind.To => NameAddress.TryParse(row.Text, out _to) && IsWithin(_to.Parameters),
        HeaderKind.CallId => ReadCallId(row.Text),
        HeaderKind.CSeq => ReadCSeq(row.Text),
        HeaderKind.MaxForwards => ReadMaxForwards(row.Text),
        HeaderKind.Expires => ReadExpires(row.Text),
        HeaderKind.Contact => ReadContacts(row.Text),
        HeaderKind.Route => ReadList(row.Text, ref _routes),
        HeaderKind.RecordRoute => ReadList(row.Text, ref _recordRoutes),
        _ => true,
    };

    private readonly bool IsWithin(ParameterList parameters) => parameters.Count <= mostParameters;

    private bool ReadVias(ReadOnlySpan<char> text)
    {
        _vias ??= ImmutableArray.CreateBuilder<Via>(2);
        int before = _vias.Count;
        bool isLegal = Via.TryParseList(text, _vias);
        for (int at = before; at < _vias.Count; at++)
        {
            isLegal &= IsWithin(_vias[at].Parameters);
        }

        return isLegal;
    }

    private readonly bool ReadList(ReadOnlySpan<char> text, ref ImmutableArray<NameAddress>.Builder? list)
    {
        list ??= ImmutableArray.CreateBuilder<NameAddress>(1);
        int before = list.Count;
        bool isLegal = NameAddress.TryParseList(text, list);
        for (int at = before; at < list.Count; at++)
        {
            isLegal &= IsWithin(list[at].Parameters);
        }

        return isLegal;
    }

    // callid = word [ "@" word ]: nothing in it is quoted, escaped or grouped.
    private bool ReadCallId(ReadOnlySpan<char> text)
    {
        var scanner = new Scanner(text);
        bool isLegal = scanner.TakeRun(SipCharacters.Word, out _)
            && (!scanner.Take('@') || scanner.TakeRun(SipCharacters.Word, out _))
            && scanner.AtEnd;
        _callId = isLegal ? text.ToString() : null;
        return isLegal;
    }

    private bool ReadCSeq(ReadOnlySpan<char> text)
    {
        bool isLegal = CSeq.TryParse(text, out CSeq cseq);
        _cseq = isLegal ? cseq : null;
        return isLegal;
    }

    private bool ReadMaxForwards(ReadOnlySpan<char> text)
    {
        var scanner = new Scanner(text);
        bool isLegal = scanner.TakeNumber(LargestMaxForwards, out uint hops) && scanner.AtEnd;
        _maxForwards = (byte)hops;
        return isLegal;
    }

    private bool ReadExpires(ReadOnlySpan<char> text)
    {
        _expires = DeltaSeconds.TryParse(text, out uint seconds) ? seconds : null;
        return true;
    }

    // "*" stands alone: neither beside contacts nor twice.
    private bool ReadContacts(ReadOnlySpan<char> text)
    {
        bool isAlone = !_isForAll && !_hasContacts;
        if (text is AllContacts)
        {
            _isForAll = true;
            return isAlone;
        }

        _hasContacts = true;
        return !_isForAll && ReadList(text, ref _contacts);
    }
}
