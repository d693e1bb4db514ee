using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Elaoms.Core.Text;

/// <summary>Reads the files of words and rules that are built into an assembly as <c>folder.name</c>.</summary>
internal static class ResourceText
{
    /// <summary>The lines of a file, without comments and blank ones.</summary>
    public static IEnumerable<string> Lines(Assembly assembly, string folder, string name)
    {
        using var reader = new StreamReader(Open(assembly, folder, name));
        while (reader.ReadLine() is { } line)
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#')
                yield return text;
        }
    }

    /// <summary>What a file of JSON holds.</summary>
    public static T Json<T>(Assembly assembly, string folder, string name, JsonTypeInfo<T> type)
    {
        using var stream = Open(assembly, folder, name);
        return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException($"{name} holds nothing.");
    }

    /// <summary>The codes of the languages that have a file of lines.</summary>
    public static IEnumerable<string> Languages(Assembly assembly, string folder)
        => assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + ".", StringComparison.Ordinal) && name.Length == folder.Length + ".xx.txt".Length)
            .Select(name => name[(folder.Length + 1)..^".txt".Length])
            .Order(StringComparer.Ordinal);

    private static Stream Open(Assembly assembly, string folder, string name)
        => assembly.GetManifestResourceStream($"{folder}.{name}")
            ?? throw new FileNotFoundException($"There is no file {name} in {folder}.", name);
}
