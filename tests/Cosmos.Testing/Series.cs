// An array of things that are made one after the other. LINQ says the same, but an image compiles its Select for every
// pair of types that some chain could go through: each further value type that a case selects costs it some hundred KB.
namespace Cosmos.Testing;

/// <summary>Making arrays.</summary>
public static class Series
{
    /// <summary>So many items.</summary>
    /// <param name="count">How many.</param>
    /// <param name="make">Makes the item of an index.</param>
    public static T[] Of<T>(int count, Func<int, T> make)
    {
        var items = new T[count];
        for (int index = 0; index < count; index++)
        {
            items[index] = make(index);
        }

        return items;
    }
}
