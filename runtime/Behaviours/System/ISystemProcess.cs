// A process that is no behaviour and answers system messages all the same. OTP calls it a special process: it receives
// by itself, and hands what it does not know to its SystemPort. OTP: sys, the system_* callbacks.
namespace Cosmos.Runtime.Behaviours;

/// <summary>What the holder of a <see cref="SystemPort"/> can tell and do. Everything has a default.</summary>
public interface ISystemProcess
{
    /// <summary>What <see cref="Sys.GetState(ServerRef, TimeSpan?)"/> answers. OTP: system_get_state.</summary>
    object? GetState() => this;

    /// <summary>Changes the state and answers the new one. OTP: system_replace_state.</summary>
    /// <param name="change">From the old state to the new one; its exceptions are not to be caught.</param>
    object? ReplaceState(Func<object?, object?> change) =>
        throw new NotSupportedException("The state of this process cannot be replaced.");

    /// <summary>What is told of the state in a status and in reports; may leave out what is secret.</summary>
    object? FormatStatus() => GetState();

    /// <summary>The order to end came; does not return. OTP: system_terminate.</summary>
    void EndByOrder(ExitReason reason) => Process.Exit(reason);

    /// <summary>Adapts the state after code was changed. OTP: system_code_change.</summary>
    /// <param name="oldVersion">Whatever the caller names.</param>
    /// <param name="extra">Whatever the caller gives.</param>
    /// <returns>Null, or why it cannot.</returns>
    ExitReason? CodeChange(object? oldVersion, object? extra) => null;
}
