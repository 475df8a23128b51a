// A promise that the compiler cannot check: what never changes after it was made, although a field of it (an object, a
// delegate, a type of another assembly) does not show it. On a type it speaks for all objects of that type, on a static
// for the one object in it. The analyzer then lets statics outside the kernel hold it.
using System;

namespace Cosmos.Core.Abi;

/// <summary>
/// Marks what never changes, and leads to nothing that does: all objects of a type, or the object in a static
/// (docs/analyzers/COSMOS001.md).
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property,
    Inherited = false)]
public sealed class SharedImmutableAttribute : Attribute;
