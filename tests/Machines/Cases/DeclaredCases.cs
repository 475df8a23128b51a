// Reads the [assembly: DeclaredCase(…)] attributes of a compiled assembly as data, without loading it: an image is
// compiled for a machine that this process is not. The blob format is ECMA-335 II.23.3: a prolog of 01 00, then the
// two strings.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Cosmos.Tests.Machines.Cases;

/// <summary>The cases declared by compiled assemblies.</summary>
public static class DeclaredCases
{
    private const string AttributeName = "DeclaredCaseAttribute";
    private const string AttributeNamespace = "Cosmos.Testing";

    /// <summary>The cases that the assembly in <paramref name="file"/> declares, in the order of its table.</summary>
    public static List<DeclaredCase> Of(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        var cases = new List<DeclaredCase>();
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (IsDeclaration(metadata, attribute))
            {
                cases.Add(Read(metadata.GetBlobReader(attribute.Value)));
            }
        }

        return cases;
    }

    private static bool IsDeclaration(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        MemberReference constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, AttributeName)
            && metadata.StringComparer.Equals(type.Namespace, AttributeNamespace);
    }

    private static DeclaredCase Read(BlobReader value)
    {
        const ushort Prolog = 1;
        if (value.ReadUInt16() != Prolog)
        {
            throw new BadImageFormatException("a DeclaredCase attribute without the prolog of ECMA-335 II.23.3");
        }

        string? name = value.ReadSerializedString();
        return new DeclaredCase(name ?? string.Empty, value.ReadSerializedString());
    }
}
