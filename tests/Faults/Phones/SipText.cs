// As much of SIP as a probe needs: requests as text, and of an answer the header fields by name.
namespace Cosmos.Tests.Faults.Phones;

/// <summary>SIP messages as text.</summary>
internal static class SipText
{
    /// <summary>A message of these lines, with a body of no bytes.</summary>
    public static string Message(params string[] lines) =>
        string.Join("\r\n", [.. lines, "Content-Length: 0", "", ""]);

    /// <summary>The status of an answer; 0: it is none.</summary>
    public static int StatusOf(string answer) =>
        answer.StartsWith("SIP/2.0 ", StringComparison.Ordinal) && answer.Length > 11
            && int.TryParse(answer.AsSpan(8, 3), out int status) ? status : 0;

    /// <summary>A header field's value; empty: there is none.</summary>
    public static string Field(string message, string name)
    {
        foreach (string line in message.Split("\r\n"))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return "";
    }

    /// <summary>A parameter's value in a field, without its quotation marks.</summary>
    public static string Parameter(string field, string name)
    {
        int at = field.IndexOf(name + "=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return "";
        }

        string rest = field[(at + name.Length + 1)..];
        return rest.StartsWith('"') ? rest[1..].Split('"')[0] : rest.Split(',', ';', ' ')[0];
    }
}
