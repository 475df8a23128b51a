// House rule 8: every layout that C# shares with assembly is what both believe. The numbers that the build writes into
// Layout.inc come from metadata; here the runtime lays the same types out, and both must agree. Two fields that share a
// byte are refused, in every structure with written offsets: that is a slip in an offset far more often than a union.
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Check;

/// <summary>Compares <c>Layout.inc</c> with what the runtime makes of the types.</summary>
public sealed partial class LayoutRules
{
    private static readonly Assembly s_core = typeof(Core.AssemblyLayoutAttribute).Assembly;

    // Fields that are meant to lie in others.
    private static readonly string[] s_secondReadings = ["MethodTable.ComponentSize"];

    [Fact]
    public void Layout_inc_says_what_the_runtime_does()
    {
        Dictionary<string, ulong> written = Written();
        Assert.NotEmpty(written);
        Repository.MustBeEmpty(
            from type in Shared()
            from fact in Facts(type)
            where !written.TryGetValue(fact.Name, out ulong value) || value != fact.Value
            select $"{fact.Name}: runtime 0x{fact.Value:X}, Layout.inc 0x{written.GetValueOrDefault(fact.Name):X}",
            "Layout.inc and the runtime agree on every offset, size and constant.");
    }

    [Fact]
    public void No_two_fields_overlap() =>
        Repository.MustBeEmpty(
            from type in s_core.GetTypes()
            where type.IsValueType && !type.IsGenericType && type.IsExplicitLayout
            from overlap in Overlaps(type)
            select overlap,
            "Fields of a structure with written offsets lie side by side and inside its size.");

    private static IEnumerable<Type> Shared() =>
        s_core.GetTypes().Where(type => type.GetCustomAttribute<Core.AssemblyLayoutAttribute>() is not null);

    private static IEnumerable<(string Name, ulong Value)> Facts(Type type)
    {
        if (!type.IsValueType)
        {
            return from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                   where field.IsLiteral && field.FieldType.IsPrimitive && field.FieldType != typeof(bool)
                   let text = Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)
                   select ($"{type.Name}.{field.Name}", Bits(text));
        }

        return InstanceFields(type)
            .Select(field => ($"{type.Name}.{field.Name}", (ulong)Marshal.OffsetOf(type, field.Name)))
            .Append(($"{type.Name}_size", (ulong)Marshal.SizeOf(type)));
    }

    private static IEnumerable<string> Overlaps(Type type)
    {
        int end = 0;
        foreach (FieldInfo field in InstanceFields(type).OrderBy(field => Marshal.OffsetOf(type, field.Name)))
        {
            if (s_secondReadings.Contains($"{type.Name}.{field.Name}"))
            {
                continue;
            }

            int start = (int)Marshal.OffsetOf(type, field.Name);
            if (start < end)
            {
                yield return $"{type.Name}.{field.Name}: begins at 0x{start:X}, before 0x{end:X}";
            }

            end = Math.Max(end, start + Size(field.FieldType));
        }

        if (end > Marshal.SizeOf(type))
        {
            yield return $"{type.Name}: its last field ends at 0x{end:X}, after 0x{Marshal.SizeOf(type):X}";
        }
    }

    private static int Size(Type type) =>
        type.IsPointer || type.IsFunctionPointer
            ? IntPtr.Size
            : Marshal.SizeOf(type.IsEnum ? type.GetEnumUnderlyingType() : type);

    private static ulong Bits(string number) =>
        number.StartsWith('-')
            ? unchecked((ulong)long.Parse(number, CultureInfo.InvariantCulture))
            : ulong.Parse(number, CultureInfo.InvariantCulture);

    private static FieldInfo[] InstanceFields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static Dictionary<string, ulong> Written()
    {
        string include = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Build.LayoutInclude.Write(s_core.Location, include);
            return Definition().Matches(File.ReadAllText(include)).ToDictionary(
                match => match.Groups[1].Value,
                match => Convert.ToUInt64(match.Groups[2].Value, fromBase: 16));
        }
        finally
        {
            File.Delete(include);
        }
    }

    [GeneratedRegex(@"^%define (\S+) 0x([0-9A-F]+)$", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
