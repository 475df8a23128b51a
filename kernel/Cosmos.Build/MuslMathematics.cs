// The only foreign code in an image: musl's mathematical functions, taken object by object out of Debian's static
// archive. The framework leaves sin, pow, fmod and their like to the platform's C library, and a correct sine is not
// something to write again.
//
// The list of names is closed. Linking the whole archive would work too, and would silently answer for any symbol that
// our own floor lacks (memmove, malloc, abort) with one that assumes a C library was started. So an object is taken
// because its function is on the list, or because one that was taken needs it and its name is one of the library's own
// mathematical internals; any other need is an error that names both sides.
//
// What the objects ask of us: __stack_chk_fail, and a stack canary that they read at fs:0x28 (Debian compiles musl with
// a stack protector), so the word at that place must be readable and stay the same during a call.
namespace Cosmos.Build;

/// <summary>Extracts the mathematical objects of musl's <c>libc.a</c>.</summary>
internal static class MuslMathematics
{
    /// <summary>C11 §7.12: what the framework's <c>Math</c> and, with the suffix f, <c>MathF</c> may call.</summary>
    private static readonly string[] s_functions =
    [
        "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "copysign", "cos", "cosh", "exp",
        "exp2", "expm1", "fabs", "floor", "fma", "fmax", "fmin", "fmod", "frexp", "hypot", "ilogb", "ldexp", "log",
        "log10", "log1p", "log2", "logb", "lrint", "modf", "nearbyint", "pow", "remainder", "remquo", "rint", "round",
        "scalbln", "scalbn", "sin", "sincos", "sinh", "sqrt", "tan", "tanh", "trunc",
    ];

    /// <summary>How the library's internal mathematical symbols begin.</summary>
    private static readonly string[] s_internals =
    [
        "__math_", "__rem_pio2", "__sin", "__cos", "__tan", "__expo2", "__exp_data", "__exp2f_data", "__log_data",
        "__log2_data", "__logf_data", "__log2f_data", "__pow_log_data", "__powf_log2_data", "__fpclassify", "__signbit",
        "feclearexcept", "feraiseexcept", "fetestexcept", "fegetround", "__fesetround",
    ];

    /// <summary>What the kernel gives: called when a canary was overwritten.</summary>
    private const string Provided = "__stack_chk_fail";

    /// <summary>Writes the objects, under their names with the ending <c>.o</c>, into a new directory.</summary>
    public static void Extract(string archive, string directory)
    {
        Dictionary<string, ElfObject> definers = Definers(archive);
        var taken = new Dictionary<string, ElfObject>();
        var wanted = new Stack<(string Symbol, string User)>();
        foreach (string function in s_functions.SelectMany(name => new[] { name, name + "f" }))
        {
            wanted.Push((function, archive));
        }

        while (wanted.TryPop(out (string Symbol, string User) next))
        {
            ElfObject definer = Find(archive, definers, next.Symbol, next.User);
            if (taken.TryAdd(definer.Name, definer))
            {
                foreach (string symbol in definer.Undefined.Where(symbol => symbol != Provided))
                {
                    wanted.Push((symbol, definer.Name));
                }
            }
        }

        Directory.CreateDirectory(directory);
        foreach (ElfObject chosen in taken.Values)
        {
            File.WriteAllBytes(Path.Combine(directory, Path.ChangeExtension(chosen.Name, ".o")), chosen.Content);
        }
    }

    private static ElfObject Find(string archive, Dictionary<string, ElfObject> definers, string symbol, string user)
    {
        if (!IsMathematical(symbol))
        {
            throw new BuildException(
                archive, $"{user} needs {symbol}, which is not mathematics; see MuslMathematics.cs.");
        }

        return definers.GetValueOrDefault(symbol)
            ?? throw new BuildException(archive, $"{user} needs {symbol}, which the archive does not define.");
    }

    private static bool IsMathematical(string symbol) =>
        s_functions.Contains(symbol)
        || (symbol.EndsWith('f') && s_functions.Contains(symbol[..^1]))
        || s_internals.Any(prefix => symbol.StartsWith(prefix, StringComparison.Ordinal));

    private static Dictionary<string, ElfObject> Definers(string archive)
    {
        var definers = new Dictionary<string, ElfObject>();
        foreach (ElfObject member in Archive.Members(archive))
        {
            foreach (string symbol in member.Defined)
            {
                definers.TryAdd(symbol, member);
            }
        }

        return definers;
    }
}
