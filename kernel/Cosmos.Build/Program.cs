// The build's own tool: the few steps that MSBuild items cannot say cleanly. It is an ordinary process that reads files
// and writes files, so a step can be repeated by hand and a fault in it cannot take the build engine along.
//
// Errors are printed in the form MSBuild recognises ("origin : error : text") and end the process with status 1.
// Nothing is written when an error was found.
using Cosmos.Build;

try
{
    switch (args)
    {
        case ["layout", string assembly, string include]:
            LayoutInclude.Write(assembly, include);
            return 0;

        case ["math", string archive, string directory]:
            MuslMathematics.Extract(archive, directory);
            return 0;

        case ["modules", string list, .. string[] assemblies]:
            NativeModules.Write(list, assemblies);
            return 0;

        case ["kernel-code", string compiled, string output]:
            KernelCode.Write(compiled, output);
            return 0;

        case ["debug-directory", string file, string source, string directory]:
            DebugDirectory.Replace(file, source, directory);
            return 0;

        default:
            Console.Error.WriteLine("usage: Cosmos.Build layout ASSEMBLY.dll LAYOUT.inc");
            Console.Error.WriteLine("       Cosmos.Build math LIBC.a DIRECTORY");
            Console.Error.WriteLine("       Cosmos.Build modules LIST ASSEMBLY.dll|DIRECTORY...");
            Console.Error.WriteLine("       Cosmos.Build kernel-code OBJECT SOURCE.asm");
            Console.Error.WriteLine("       Cosmos.Build debug-directory OBJECT SOURCE DIRECTORY");
            return 2;
    }
}
catch (BuildException error)
{
    Console.Error.WriteLine($"{error.Origin} : error : {error.Message}");
    return 1;
}
