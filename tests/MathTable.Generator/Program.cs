// Writes the tables that the math cases compare the kernel with. The reference is the stock .NET SDK of the host:
// what an ordinary .NET program computes on Linux is what the same program must compute here, to the bit or to one
// unit in the last place. The inputs are special values, the hard places of each function, and seeded random numbers,
// so that running the generator twice writes the same file. Run it from the root of the repository:
//
//     dotnet run --project tests/MathTable.Generator -- tests/Cases/MathTable
//
// and commit what it writes. It must never run on the kernel: a table made by the thing under test proves nothing.
namespace Cosmos.Tests.MathTable.Generator;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length != 1 || !Directory.Exists(args[0]))
        {
            Console.Error.WriteLine("usage: MathTable.Generator FOLDER   (the folder that the tables are written to)");
            return 1;
        }

        Write(args[0], "DoubleTable", "double", DoubleFunctions.AddTo);
        Write(args[0], "SingleTable", "float", SingleFunctions.AddTo);
        return 0;
    }

    private static void Write(string folder, string className, string typeName, Action<TableFile> fill)
    {
        TableFile file = new(className, typeName);
        fill(file);
        string path = Path.Combine(folder, className + ".cs");
        File.WriteAllText(path, file.ToString());
        Console.WriteLine($"{path}: {file.TableCount} tables, {file.WordCount} words");
    }
}
