namespace Cosmos.Runtime.Supervision;

/// <summary>
/// Who is started again when a child ended that is to be. OTP: strategy(); simple_one_for_one is
/// <see cref="DynamicSupervisor{TArgument}"/>.
/// </summary>
public enum Strategy
{
    /// <summary>That child alone.</summary>
    OneForOne,

    /// <summary>All children: the others are stopped first.</summary>
    OneForAll,

    /// <summary>That child and those that were started after it, which are stopped first.</summary>
    RestForOne,
}
