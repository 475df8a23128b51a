// A static library in the System V / GNU format of ar(5): a magic, then members, each with a 60-byte text header and
// its content, on even offsets. Two special members come first: "/" (symbol index, not needed here) and "//" (names
// longer than 15 characters).
using System.Globalization;
using System.Text;

namespace Cosmos.Build;

/// <summary>Reads the object files of a static library.</summary>
internal static class Archive
{
    private const string Magic = "!<arch>\n";
    private const int HeaderSize = 60;

    /// <summary>The ELF members in their order.</summary>
    public static IEnumerable<ElfObject> Members(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (!file.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Magic)))
        {
            throw new BuildException(path, "not a static library.");
        }

        string longNames = "";
        for (int offset = Magic.Length; offset + HeaderSize <= file.Length;)
        {
            string header = Encoding.ASCII.GetString(file, offset, HeaderSize);
            string name = header[..16].TrimEnd();
            int size = int.Parse(header[48..58], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
            byte[] content = file.AsSpan(offset + HeaderSize, size).ToArray();
            offset += HeaderSize + size + (size & 1);

            if (name == "//")
            {
                longNames = Encoding.ASCII.GetString(content);
            }
            else if (name != "/")
            {
                yield return new ElfObject(MemberName(name, longNames), content);
            }
        }
    }

    /// <summary>Short names end with a slash; long ones are "/offset" into the table of names.</summary>
    private static string MemberName(string name, string longNames)
    {
        if (!name.StartsWith('/'))
        {
            return name.TrimEnd('/');
        }

        int start = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
        return longNames[start..longNames.IndexOf('/', start)];
    }
}
