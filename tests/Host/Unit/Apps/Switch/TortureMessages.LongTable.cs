// The three of RFC 4475's valid messages that need room on the page.
namespace Cosmos.Tests.Host.Unit.Apps.Switch;

internal static partial class TortureMessages
{
    /// <summary>3.1.1.1: folding everywhere, odd case, long and short names, lists in rows and by commas.</summary>
    private static string Folded => $"""
        INVITE sip:vip@chair.example.com;unknownparam SIP/2.0
        TO :
         sip:vip@chair.example.com ;   tag    = 1918181833n
        from   : "J Tester \\\""       <sip:jtester@example.com>
          ;
          tag = 98asjd8
        MaX-fOrWaRdS: 0068
        Call-ID: wsinv.1@192.0.2.1
        Content-Length   : {Length(Sdp)}
        cseq: 0009
          INVITE
        Via  : SIP  /   2.0
         /UDP
            192.0.2.2;branch=390skdjuw
        s :
        NewFangledHeader:   newfangled value
         continued newfangled value
        UnknownHeaderWithUnusualValue: ;;,,;;,;
        Content-Type: application/sdp
        Route:
         <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
        v:  SIP  / 2.0  / TCP     spindle.example.com   ;
          branch  =   z9hG4bK9ikj8  ,
         SIP  /    2.0   / UDP  192.168.255.111   ; branch=
         z9hG4bK30239
        m:"Quoted string \"\"" <sip:jtester@example.com> ; newparam =
              newvalue ;
          secondparam ; q = 0.33
        """;

    /// <summary>3.1.1.2: every character that a token, a word, a user and a quoted string may have.</summary>
    private static string WideCharacters => $$"""
        !odd-Method0123456789_*+`.%indeed'~ sip:1_odd.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
        Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
        To: "BEL:\{{'\a'}} NUL:\{{'\0'}} DEL:\{{'\x7F'}}" <sip:1_odd.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
        From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+`*%!-.
        Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{
        CSeq: 139122385 !odd-Method0123456789_*+`.%indeed'~
        Max-Forwards: 255
        extensionHeader-!.%*+_`'~:{{'\uFEFF'}}大停電
        Content-Length: 0
        """;

    /// <summary>3.1.1.7: long values, many rows, names in any case.</summary>
    private static string LongValues
    {
        get
        {
            string[] names = ["Via", "v", "V", "ViA", "VIA", "via", "vIa", "V ", "v  ", "Via  "];
            string vias = string.Join('\n', Enumerable.Range(0, 33).Select(hop =>
                $"{names[hop % names.Length]}: SIP/2.0/TCP sip{33 - hop}.example.com"));
            string name = string.Concat(Enumerable.Repeat("long", 40));
            return $"""
                INVITE sip:user@example.com SIP/2.0
                To: "A name of {name} proportion"<sip:user@example.com:6000;p1=very{name}value;{name}name=short;very{name}>
                F: sip:{name}caller@example.net;tag=12{name};{name}=value{name};{name}none
                Call-ID: longreq.{name}callid
                CSeq: 3882340 INVITE
                Unknown-{name}-Name: unknown-{name}-value; unknown-{name}-parameter-name = unknown-{name}-value
                {vias}
                Via: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very{name}branchvalue
                Max-Forwards: 70
                Contact: <sip:{name}caller@host5.example.net>
                Content-Type: application/sdp
                l: 0
                """;
        }
    }
}
