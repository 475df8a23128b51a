namespace Cosmos.Core;

/// <summary>
/// Marks a type whose layout or constants assembly code relies on. The build reads it from the compiled assembly
/// and writes <c>Layout.inc</c>, so that a number stands in one place only.
/// </summary>
/// <remarks>
/// On an explicit-layout struct every field becomes <c>%define Struct.Field offset</c> and the struct
/// <c>Struct_size</c>; on a static class every integer constant becomes <c>%define Class.Name value</c>.
/// </remarks>
[System.AttributeUsage(System.AttributeTargets.Struct | System.AttributeTargets.Class)]
public sealed class AssemblyLayoutAttribute : System.Attribute;
