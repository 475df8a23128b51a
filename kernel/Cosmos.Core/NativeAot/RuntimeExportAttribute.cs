// ILC recognises these two attributes by their full names, in whatever assembly they stand. They bind C# methods to
// symbols without a managed/native transition, which is how CoreLib and assembly code reach the runtime floor, and how
// the floor reaches them.
namespace System.Runtime;

/// <summary>Gives a static method a symbol name that CoreLib, ILC or assembly code calls (SysV convention).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    /// <summary>The symbol's name, as the linker sees it.</summary>
    public string EntryPoint { get; } = entryPoint;
}

/// <summary>Binds an <c>extern</c> method to a symbol that is managed code or follows its convention.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string entryPoint) : Attribute
{
    /// <summary>The symbol's name, as the linker sees it.</summary>
    public string EntryPoint { get; } = entryPoint;
}
