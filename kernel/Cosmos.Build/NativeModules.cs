// The names of all native libraries that assemblies call into, for ILC's list of direct calls. A call into a listed
// module becomes a symbol, which the linker finds in the kernel or names as missing. A call into any other module
// becomes a lookup by name at run time, which fails there, late and quietly. So the list has to be complete; it is read
// from the assemblies instead of kept by hand, and in their spelling, because ILC compares names case by case
// ("BCrypt.dll" and "bcrypt.dll" are both in use).
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Cosmos.Build;

/// <summary>Lists the native modules that assemblies refer to (ECMA-335 §II.22.31, ModuleRef).</summary>
internal static class NativeModules
{
    /// <summary>What CoreLib calls the program itself: these calls are direct already.</summary>
    private const string Itself = "*";

    /// <summary>Writes one name a line, sorted; a file that already says the same is not touched.</summary>
    /// <param name="list">The file to write.</param>
    /// <param name="assemblies">Assemblies, or folders full of them.</param>
    public static void Write(string list, IEnumerable<string> assemblies)
    {
        IEnumerable<string> files = assemblies.SelectMany(path =>
            Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.dll") : [path]);
        string text = string.Concat(files
            .SelectMany(Names)
            .Where(name => name != Itself)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => name + "\n"));
        if (!File.Exists(list) || File.ReadAllText(list) != text)
        {
            File.WriteAllText(list, text);
        }
    }

    private static List<string> Names(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        if (!file.HasMetadata)
        {
            return [];
        }

        MetadataReader metadata = file.GetMetadataReader();
        var names = new List<string>();
        for (int row = 1; row <= metadata.GetTableRowCount(TableIndex.ModuleRef); row++)
        {
            ModuleReference module = metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row));
            names.Add(metadata.GetString(module.Name));
        }

        return names;
    }
}
