// What became of a datagram: a message, or a fault with what can be said back. Hostile input is an expected failure, so
// nothing here is an exception.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>The result of parsing a datagram.</summary>
public readonly record struct SipParsing
{
    internal SipParsing(SipMessage message) => Message = message;

    internal SipParsing(SipFault fault, SipFragment? fragment)
    {
        Fault = fault;
        Fragment = fragment;
    }

    /// <summary>The message; null if there is a fault.</summary>
    public SipMessage? Message { get; }

    /// <summary>What is wrong.</summary>
    public SipFault Fault { get; }

    /// <summary>
    /// What is left of a malformed request that can be answered; null if it is to be dropped in silence (responses,
    /// ACK, and what has no Via to answer to).
    /// </summary>
    public SipFragment? Fragment { get; }

    /// <summary>Whether it is a message.</summary>
    [MemberNotNullWhen(true, nameof(Message))]
    public bool IsMessage => Message is not null;
}
