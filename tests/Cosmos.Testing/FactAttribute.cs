// A case is a claim about the platform, written once and checked in three places: on the stock .NET runtime (which
// proves that the claim is what .NET promises), in the Linux build, and in the machine. A source generator collects
// the marked methods at build time, so that nothing has to be discovered by reflection inside the machine.
namespace Cosmos.Testing;

/// <summary>
/// Marks a public parameterless void method of a public class as a case. Each case gets a new instance of its class; an
/// instance that is <see cref="IDisposable"/> is disposed after the case, passed or failed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAttribute : Attribute;
