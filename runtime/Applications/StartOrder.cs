// In which order applications are started: each behind those that it needs, and otherwise as the image names them, so
// that the same image always starts the same way.
namespace Cosmos.Runtime.Applications;

/// <summary>Sorts applications by their dependencies.</summary>
internal static class StartOrder
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    /// <summary>Sorts them.</summary>
    /// <param name="applications">As the image names them.</param>
    /// <param name="order">In the order in which they are started.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TrySort(IReadOnlyList<Application> applications, out List<Application> order)
    {
        order = [];
        var byName = new Dictionary<string, Application>();
        foreach (Application application in applications)
        {
            if (application is null || string.IsNullOrEmpty(application.Name)
                || application.Name.Any(static letter => !Letters.Contains(letter, StringComparison.Ordinal)))
            {
                return $"An application is named by letters, digits, hyphens and underscores: '{application?.Name}'.";
            }

            if (!byName.TryAdd(application.Name, application))
            {
                return $"Two applications are named {application.Name}.";
            }
        }

        var path = new List<string>();
        foreach (Application application in applications)
        {
            if (Visit(application, byName, path, order) is { } mistake)
            {
                return mistake;
            }
        }

        return null;
    }

    private static string? Visit(
        Application application, Dictionary<string, Application> byName, List<string> path, List<Application> order)
    {
        if (order.Contains(application))
        {
            return null;
        }

        if (path.Contains(application.Name))
        {
            return $"Applications need each other: {string.Join(", ", path)}, {application.Name}.";
        }

        path.Add(application.Name);
        foreach (string name in application.Dependencies)
        {
            if (!byName.TryGetValue(name, out Application? needed))
            {
                return $"The application {application.Name} needs {name}, which the image does not name.";
            }

            if (Visit(needed, byName, path, order) is { } mistake)
            {
                return mistake;
            }
        }

        path.RemoveAt(path.Count - 1);
        order.Add(application);
        return null;
    }
}
