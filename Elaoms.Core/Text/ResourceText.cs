using System.Reflection;

namespace Elaoms.Core.Text;

/// <summary>Reads the files of words and rules that are built into an assembly.</summary>
internal static class ResourceText
{
    /// <summary>The lines of a file, without comments and blank ones.</summary>
    public static IEnumerable<string> Lines(Assembly assembly, string folder, string name)
    {
        using var stream = assembly.GetManifestResourceStream($"{folder}.{name}") ?? throw new FileNotFoundException("There is no such file of rules.", name);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#')
                yield return text;
        }
    }

    /// <summary>A file as it is.</summary>
    public static string All(Assembly assembly, string folder, string name)
    {
        using var stream = assembly.GetManifestResourceStream($"{folder}.{name}") ?? throw new FileNotFoundException("There is no such file of words.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The codes of the languages that have a file.</summary>
    public static IEnumerable<string> Languages(Assembly assembly, string folder)
        => assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + ".", StringComparison.Ordinal) && name.Length == folder.Length + ".xx.txt".Length)
            .Select(name => name[(folder.Length + 1)..^".txt".Length])
            .Order(StringComparer.Ordinal);
}
