using System.Reflection.PortableExecutable;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>Tells whether an assembly was compiled for a processor ahead of time.</summary>
internal static class ReadyToRun
{
    public static bool Is(Stream assembly)
    {
        using var reader = new PEReader(assembly);
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
