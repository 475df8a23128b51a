// A message's copy on the stock runtime: by reflection, sharing and cycles kept, with the refusals of the kernel's
// Heaps/Messages/TravelRules. What all processes share there (literals, types) goes by reference here as well.
using System.Reflection;

namespace Cosmos.Simulation.Copying;

/// <summary>Copies graphs of objects.</summary>
internal sealed class GraphCopier
{
    private static readonly Func<object, object> s_clone = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(object Copy, TravelPlan Plan)> _open = [];

    /// <summary>Bytes of the copies, about as the kernel counts them.</summary>
    public long Bytes { get; private set; }

    /// <summary>The type that cannot travel; null: all can.</summary>
    public Type? Culprit { get; private set; }

    /// <summary>Copies a graph. Null when <see cref="Culprit"/> says so.</summary>
    public object? Copy(object root)
    {
        object copy = CopyOne(root);
        while (Culprit is null && _open.TryDequeue(out (object Copy, TravelPlan Plan) next))
        {
            next.Plan.Mend(next.Copy, CopyOne);
        }

        return Culprit is null ? copy : null;
    }

    private object CopyOne(object original)
    {
        var plan = TravelPlan.Of(original.GetType());
        if (plan.Kind == TravelKind.Shared)
            return original;

        if (plan.Kind == TravelKind.Refused)
        {
            Culprit ??= original.GetType();
            return original;
        }

        if (_copies.TryGetValue(original, out object? copy))
            return copy;

        copy = s_clone(original);
        _copies.Add(original, copy);
        Bytes += plan.SizeOf(original);
        if (plan.Kind != TravelKind.Scalars)
            _open.Enqueue((copy, plan));
        return copy;
    }
}
