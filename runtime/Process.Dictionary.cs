// The process dictionary: what a process keeps for itself beside its variables. It lies in the process's own heap, so
// nothing is copied and nobody else sees it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>Keeps a value under a key. OTP: put/2.</summary>
    /// <returns>What was there before, or null.</returns>
    public static object? Put(object key, object? value)
    {
        Dictionary<object, object?> dictionary = Locals.Dictionary;
        object? before = dictionary.GetValueOrDefault(key);
        dictionary[key] = value;
        return before;
    }

    /// <summary>The value under a key, or null. OTP: get/1.</summary>
    public static object? Get(object key) => Locals.DictionaryIfAny?.GetValueOrDefault(key);

    /// <summary>Takes a value out. OTP: erase/1.</summary>
    /// <returns>What was there, or null.</returns>
    public static object? Erase(object key)
    {
        object? value = null;
        Locals.DictionaryIfAny?.Remove(key, out value);
        return value;
    }

    /// <summary>Everything in the dictionary, in no order. OTP: get/0.</summary>
    public static KeyValuePair<object, object?>[] Dictionary() => Locals.DictionaryIfAny?.ToArray() ?? [];
}
