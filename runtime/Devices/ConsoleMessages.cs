// What the driver of the console sends to its listener. They stand here because neither knows the other: only an image
// puts them together.
using System.Collections.Immutable;

namespace Cosmos.Runtime.Devices;

/// <summary>Somebody typed.</summary>
/// <param name="Bytes">What: UTF-8 and control characters, as the terminal sends them; Enter is a line feed.</param>
public sealed record ConsoleBytes(ImmutableArray<byte> Bytes);

/// <summary>Nothing will be typed any more: the input was closed at the other side.</summary>
public sealed record ConsoleEnd;
