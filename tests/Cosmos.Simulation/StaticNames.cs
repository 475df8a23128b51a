// Names in statics. An atom is a number, the table of atoms is the node's, and a static outlives the node: in the next
// node its number would be another name, or none. So the statics of a test's assemblies that can hold names are made
// in the first node, in a fixed order, and every later node begins with the same names under the same numbers. That
// also makes a run independent of what ran before it in the same test process.
using System.Reflection;
using System.Runtime.CompilerServices;
using Cosmos.Runtime;

namespace Cosmos.Simulation;

/// <summary>The names that statics hold.</summary>
internal static class StaticNames
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] s_foreign = ["System", "Microsoft", "xunit", "netstandard", "mscorlib"];

    private static string[]? s_names;

    /// <summary>Enters the names into the table of a node that starts.</summary>
    public static void Enter()
    {
        if (s_names is { } names)
        {
            foreach (string name in names)
            {
                _ = (Atom)name;
            }

            return;
        }

        foreach (Type type in Assemblies().SelectMany(TypesWithNames))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        int count = AtomTable.Count - Atom.WellKnownCount;
        s_names = [.. Enumerable.Range(Atom.WellKnownCount + 1, count).Select(number => new Atom(number).ToString())];
    }

    // All that refer to this one, whether they are loaded yet or not.
    private static IEnumerable<Assembly> Assemblies()
    {
        var found = new SortedDictionary<string, Assembly>(StringComparer.Ordinal);
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(IsOurs));
        while (open.TryDequeue(out Assembly? assembly))
        {
            if (!found.TryAdd(assembly.FullName!, assembly))
                continue;

            foreach (AssemblyName name in assembly.GetReferencedAssemblies().Where(IsNear))
            {
                if (Assembly.Load(name) is var other && IsOurs(other))
                    open.Enqueue(other);
            }
        }

        return found.Values;
    }

    private static bool IsOurs(Assembly assembly) =>
        !assembly.IsDynamic
        && assembly.GetReferencedAssemblies().Any(name => name.Name == typeof(StaticNames).Assembly.GetName().Name);

    private static bool IsNear(AssemblyName name) =>
        !s_foreign.Any(foreign => name.Name!.StartsWith(foreign, StringComparison.Ordinal));

    private static IEnumerable<Type> TypesWithNames(Assembly assembly) =>
        assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters
                && type.GetFields(AnyStatic).Any(field => !field.IsLiteral && HoldsNames(field.FieldType)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static bool IsOfRuntime(string place) =>
        place == typeof(Atom).Namespace || place.StartsWith(typeof(Atom).Namespace + ".", StringComparison.Ordinal);

    private static bool HoldsNames(Type type) =>
        (type.Assembly == typeof(Atom).Assembly && IsOfRuntime(type.Namespace!))
        || (type.IsArray && HoldsNames(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(HoldsNames));
}
