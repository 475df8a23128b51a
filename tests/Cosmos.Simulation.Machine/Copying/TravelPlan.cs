// How objects of one type are copied: found out once by reflection.
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text;
using Cosmos.Core.Abi;

namespace Cosmos.Simulation.Copying;

/// <summary>What becomes of an object.</summary>
internal enum TravelKind
{
    /// <summary>It belongs to all.</summary>
    Shared,

    /// <summary>It means something only where it is.</summary>
    Refused,

    /// <summary>It holds no references.</summary>
    Scalars,

    /// <summary>It has fields with references.</summary>
    Fields,

    /// <summary>It is an array of references, or of structs that hold some.</summary>
    Array,
}

/// <summary>The plan of a type.</summary>
internal sealed class TravelPlan
{
    private const int HeaderBytes = 16;

    private static readonly ConcurrentDictionary<Type, TravelPlan> s_plans = [];

    private readonly FieldInfo[] _references;
    private readonly (FieldInfo Field, TravelPlan Plan)[] _structs;
    private readonly TravelPlan? _elements;
    private readonly int _bytes;

    private TravelPlan(Type type)
    {
        FieldInfo[] fields = type.IsArray ? [] : [.. FieldsOf(type)];
        _references = [.. fields.Where(field => !field.FieldType.IsValueType && !field.FieldType.IsPointer)];
        _structs =
        [
            .. from field in fields
               where field.FieldType.IsValueType && !field.FieldType.IsPrimitive && field.FieldType != type
               let plan = Of(field.FieldType)
               where plan.HoldsReferences
               select (field, plan),
        ];
        _elements = type.IsArray && type.GetElementType()!.IsValueType ? Of(type.GetElementType()!) : null;
        _bytes = HeaderBytes + (8 * fields.Length);
        Kind = IsShared(type) ? TravelKind.Shared
            : IsRefused(type) ? TravelKind.Refused
            : type.IsArray ? (_elements is { HoldsReferences: false } ? TravelKind.Scalars : TravelKind.Array)
            : HoldsReferences ? TravelKind.Fields : TravelKind.Scalars;
    }

    /// <summary>What becomes of objects of the type.</summary>
    public TravelKind Kind { get; }

    private bool HoldsReferences => _references.Length + _structs.Length > 0;

    /// <summary>The plan of a type.</summary>
    public static TravelPlan Of(Type type) =>
        s_plans.TryGetValue(type, out TravelPlan? plan) ? plan : s_plans.GetOrAdd(type, new TravelPlan(type));

    /// <summary>Bytes of an object, about.</summary>
    public long SizeOf(object item) => item is Array array
        ? HeaderBytes + (array.LongLength * (_elements is null ? 8 : ElementBytes(item.GetType().GetElementType()!)))
        : _bytes;

    /// <summary>Puts copies in the place of what a shallow copy refers to.</summary>
    public void Mend(object copy, Func<object, object> copyOne)
    {
        if (copy is Array array)
        {
            MendElements(array, copyOne);
            return;
        }

        foreach (FieldInfo field in _references)
        {
            if (field.GetValue(copy) is { } item && copyOne(item) is var other && !ReferenceEquals(item, other))
                field.SetValue(copy, other);
        }

        foreach ((FieldInfo field, TravelPlan plan) in _structs)
        {
            object boxed = field.GetValue(copy)!;
            if (boxed is null)
                continue; // a Nullable without a value

            plan.MendBox(boxed, copyOne);
            field.SetValue(copy, boxed);
        }
    }

    private void MendBox(object boxed, Func<object, object> copyOne)
    {
        TravelPlan plan = Of(boxed.GetType()); // a Nullable's box is its value's
        plan.Mend(boxed, copyOne);
    }

    private void MendElements(Array array, Func<object, object> copyOne)
    {
        if (_elements is null && array is object?[] references)
        {
            for (int i = 0; i < references.Length; i++)
            {
                if (references[i] is { } item)
                    references[i] = copyOne(item);
            }

            return;
        }

        int[] place = new int[array.Rank];
        for (int i = 0; i < place.Length; i++)
        {
            place[i] = array.GetLowerBound(i);
        }

        for (long left = array.LongLength; left > 0; left--)
        {
            if (array.GetValue(place) is { } item)
            {
                if (_elements is null)
                    item = copyOne(item);
                else
                    MendBox(item, copyOne);
                array.SetValue(item, place);
            }

            Advance(array, place);
        }
    }

    private static void Advance(Array array, int[] place)
    {
        for (int i = place.Length - 1; i >= 0; i--)
        {
            if (++place[i] <= array.GetUpperBound(i))
                return;
            place[i] = array.GetLowerBound(i);
        }
    }

    private static long ElementBytes(Type element) => element.IsPrimitive
        ? element == typeof(byte) || element == typeof(sbyte) || element == typeof(bool) ? 1
            : element == typeof(short) || element == typeof(ushort) || element == typeof(char) ? 2
            : element == typeof(int) || element == typeof(uint) || element == typeof(float) ? 4 : 8
        : 8L * Math.Max(1, FieldsOf(element).Count());

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(Own))
            {
                yield return field;
            }
        }
    }

    private static bool IsShared(Type type) =>
        type == typeof(string) || type == typeof(Binary) || typeof(IBystander).IsAssignableFrom(type)
        || typeof(MemberInfo).IsAssignableFrom(type) || typeof(Assembly).IsAssignableFrom(type)
        || typeof(Module).IsAssignableFrom(type) || typeof(CultureInfo).IsAssignableFrom(type)
        || typeof(CompareInfo).IsAssignableFrom(type) || typeof(Encoding).IsAssignableFrom(type);

    private static bool IsRefused(Type type) =>
        HasFinalizer(type) || (type.IsArray && type.GetElementType()!.IsPointer)
        || s_refused.Any(refused => refused.IsAssignableFrom(type));

    private static bool HasFinalizer(Type type) =>
        type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic, []) is { } method
        && method.DeclaringType != typeof(object);

    private static readonly Type[] s_refused =
    [
        typeof(Thread), typeof(Task), typeof(Lock), typeof(WaitHandle), typeof(Timer), typeof(CancellationTokenSource),
        typeof(GCHandle), typeof(DependentHandle), typeof(Pointer), typeof(UnmanagedMemoryStream),
    ];
}
