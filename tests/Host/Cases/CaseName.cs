// A row's argument. xUnit cuts a string argument at 50 characters when it shows a row, and a cut name of a case can
// neither be read nor copied into `run=`; an object is shown by its ToString() in full.
using Xunit.Abstractions;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The name of a case as the argument of a theory.</summary>
public sealed class CaseName : IXunitSerializable
{
    /// <summary>For xUnit, which fills in the value afterwards.</summary>
    public CaseName()
        : this(string.Empty)
    {
    }

    /// <summary>Wraps a name.</summary>
    public CaseName(string value) => Value = value;

    /// <summary>The name, as in <c>run=</c>.</summary>
    public string Value { get; private set; }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info) => Value = info.GetValue<string>(nameof(Value));

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Value), Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
