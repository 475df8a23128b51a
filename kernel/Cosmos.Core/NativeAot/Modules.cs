// The image's one module as CoreLib sees it: where its tables are (the ReadyToRun header) and which class library
// functions the runtime may call. There is exactly one module, so there is one type manager.
// Source: dotnet/runtime TypeManager.cpp, ModuleHeaders.h; header layout checked against compiled images.
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;

namespace Cosmos.Core.NativeAot;

/// <summary>Modules, their sections and class library functions.</summary>
internal static unsafe class Modules
{
    private const int HeaderCountOffset = 12;
    private const int HeaderSize = 16;
    private const int HasEndPointer = 1;

    // Blobs of reflection and type loading are sections with this offset
    // (ReadyToRunSectionType.ReadonlyBlobRegionStart).
    private const uint FirstBlobSection = 300;
    private const int ClassLibraryFunctions = 10;

    private static TypeManager s_typeManager;

    /// <summary>What a type manager handle points at. CoreLib reads the first word itself.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TypeManager
    {
        public nint Module;
        public byte* Header;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SectionRow
    {
        public uint Id;
        public uint Flags;
        public byte* Start;
        public byte* End;
    }

    /// <summary>
    /// Runs CoreLib's initialisation of the module: rehydrated data, GC statics, eager class constructors.
    /// </summary>
    public static void Initialize()
    {
        nint* headers = HeadersStart();
        int count = (int)(HeadersEnd() - headers);
        InitializeModules(ImageStart(), headers, count, ClassLibraryTable(), ClassLibraryFunctions);
    }

    /// <summary>Start and length of a section of the module; null when the image has none.</summary>
    /// <param name="id">Its number among ILC's sections.</param>
    /// <param name="length">Its bytes.</param>
    public static nint Section(uint id, out int length)
    {
        int size;
        byte* start = GetSection(null, id, &size);
        length = size;
        return (nint)start;
    }

    [RuntimeExport("RhpRegisterOsModule")]
    private static nint RegisterOsModule(nint module) => module;

    [RuntimeExport("RhpCreateTypeManager")]
    private static nint CreateTypeManager(nint module, byte* header, nint* functions, int count)
    {
        if (s_typeManager.Header != null)
        {
            Fatal.Stop("The image holds more than one managed module; Cosmos.Build compiles all into one"u8);
        }

        s_typeManager.Module = module;
        s_typeManager.Header = header;

        // Safety: non-GC statics never move.
        return (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref s_typeManager);
    }

    [RuntimeExport("RhpGetModuleSection")]
    private static byte* GetSection(nint* typeManager, uint section, int* length)
    {
        byte* header = s_typeManager.Header;
        int count = *(ushort*)(header + HeaderCountOffset);
        var rows = (SectionRow*)(header + HeaderSize);
        for (int i = 0; i < count; i++)
        {
            if (rows[i].Id == section)
            {
                *length = (rows[i].Flags & HasEndPointer) != 0 ? (int)(rows[i].End - rows[i].Start) : sizeof(nint);
                return rows[i].Start;
            }
        }

        *length = 0;
        return null;
    }

    [RuntimeExport("RhFindBlob")]
    private static int FindBlob(nint* typeManager, uint blob, byte** start, uint* length)
    {
        int size;
        *start = GetSection(typeManager, blob + FirstBlobSection, &size);
        *length = (uint)size;
        return *start != null ? 1 : 0;
    }

    [RuntimeExport("RhpGetClasslibFunctionFromCodeAddress")]
    private static nint GetClassLibraryFunctionFromCode(nint address, int id) => GetClassLibraryFunction(id);

    [RuntimeExport("RhpGetClasslibFunctionFromEEType")]
    private static nint GetClassLibraryFunctionFromType(MethodTable* type, int id) => GetClassLibraryFunction(id);

    [RuntimeExport("RhGetOSModuleFromPointer")]
    private static nint GetModuleFromPointer(nint address)
        => address >= ImageStart() && address < ImageEnd() ? ImageStart() : 0;

    [RuntimeExport("RhGetModuleFileName")]
    private static int GetModuleFileName(nint module, char** name)
    {
        *name = ModuleName();
        return ModuleNameLength;
    }

    private const int ModuleNameLength = 6;

    // "cosmos" in UTF-16, in read-only data.
    private static char* ModuleName()
    {
        System.ReadOnlySpan<char> name = "cosmos";
        fixed (char* p = name)
        {
            return p; // Safety: a string literal is a frozen object and never moves.
        }
    }

    private static nint GetClassLibraryFunction(int id)
        => (uint)id < ClassLibraryFunctions ? ClassLibraryTable()[id] : 0;

    [DllImport("*", EntryPoint = "InitializeModules"), SuppressGCTransition]
    private static extern void InitializeModules(
        nint module, nint* headers, int count, nint* functions, int functionCount);

    [DllImport("*", EntryPoint = "cosmos_classlib_table"), SuppressGCTransition]
    private static extern nint* ClassLibraryTable();

    [DllImport("*", EntryPoint = "cosmos_modules_start"), SuppressGCTransition]
    private static extern nint* HeadersStart();

    [DllImport("*", EntryPoint = "cosmos_modules_end"), SuppressGCTransition]
    private static extern nint* HeadersEnd();

    [DllImport("*", EntryPoint = "cosmos_image_start"), SuppressGCTransition]
    private static extern nint ImageStart();

    [DllImport("*", EntryPoint = "cosmos_image_end"), SuppressGCTransition]
    private static extern nint ImageEnd();
}
