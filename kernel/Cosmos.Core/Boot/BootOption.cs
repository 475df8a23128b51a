using System;

namespace Cosmos.Core.Boot;

/// <summary>What a boot option's value looks like.</summary>
internal enum BootOptionKind
{
    /// <summary>Present or not: <c>help</c>. It takes no value.</summary>
    Flag,

    /// <summary>One word of a closed list: <c>console=serial</c>.</summary>
    Choice,

    /// <summary>Any text that is not empty: <c>run=Casts*</c>.</summary>
    Text,

    /// <summary>How many cores: <c>cores=4</c>, or <c>all</c>; see <see cref="BootOptionCores"/>.</summary>
    Cores,

    /// <summary>A number of bytes: <c>memory=256M</c>; see <see cref="BootOptionSize"/>.</summary>
    Size,
}

/// <summary>
/// One row of <see cref="BootOptionTable"/>: an option that the kernel knows.
/// </summary>
/// <remarks>
/// A ref struct of UTF-8 literals, so that the table costs no object and can be read before the managed runtime is up.
/// </remarks>
internal readonly ref struct BootOption
{
    /// <summary>Makes a row.</summary>
    /// <param name="name">What stands before the <c>=</c>.</param>
    /// <param name="kind">What the value looks like.</param>
    /// <param name="choices">
    /// For a choice the words, separated by <c>|</c>; else what to call the value in messages.
    /// </param>
    /// <param name="defaultValue">The value when the option is absent or refused; empty: none.</param>
    /// <param name="help">One line.</param>
    public BootOption(
        ReadOnlySpan<byte> name,
        BootOptionKind kind,
        ReadOnlySpan<byte> choices,
        ReadOnlySpan<byte> defaultValue,
        ReadOnlySpan<byte> help)
    {
        Name = name;
        Kind = kind;
        Choices = choices;
        Default = defaultValue;
        Help = help;
    }

    /// <summary>What stands before the <c>=</c>.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>What the value looks like.</summary>
    public BootOptionKind Kind { get; }

    /// <summary>For a choice the words, separated by <c>|</c>; else what to call the value in messages.</summary>
    public ReadOnlySpan<byte> Choices { get; }

    /// <summary>The value when the option is absent or refused; empty: none.</summary>
    public ReadOnlySpan<byte> Default { get; }

    /// <summary>One line for the reader of a message or of <c>help</c>.</summary>
    public ReadOnlySpan<byte> Help { get; }

    /// <summary>Says whether a value is legal for this option.</summary>
    /// <param name="hasValue">Whether a <c>=</c> stood after the name.</param>
    /// <param name="value">What stood after it.</param>
    public bool Accepts(bool hasValue, ReadOnlySpan<byte> value) => Kind switch
    {
        BootOptionKind.Flag => !hasValue,
        BootOptionKind.Choice => hasValue && IsChoice(value),
        BootOptionKind.Cores => hasValue && BootOptionCores.TryParse(value, out _),
        BootOptionKind.Size => hasValue && BootOptionSize.TryParse(value, out _),
        _ => hasValue && !value.IsEmpty,
    };

    private bool IsChoice(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = Choices;
        while (!rest.IsEmpty)
        {
            int bar = rest.IndexOf((byte)'|');
            ReadOnlySpan<byte> word = bar < 0 ? rest : rest[..bar];
            if (word.SequenceEqual(value))
            {
                return true;
            }

            rest = bar < 0 ? default : rest[(bar + 1)..];
        }

        return false;
    }
}
