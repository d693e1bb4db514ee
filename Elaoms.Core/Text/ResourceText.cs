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
        using var reader = Open(assembly, folder, name);
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
        using var reader = Open(assembly, folder, name);
        return JsonSerializer.Deserialize(reader.BaseStream, type) ?? throw new JsonException($"{name} holds nothing.");
    }

    /// <summary>The codes of the languages that have a file, by the names of the files.</summary>
    public static IEnumerable<string> Languages(Assembly assembly, string folder, string type)
        => assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + ".", StringComparison.Ordinal) && name.EndsWith($".{type}", StringComparison.Ordinal)
                && name.Length == folder.Length + type.Length + ".xx.".Length)
            .Select(name => name.Substring(folder.Length + 1, 2))
            .Order(StringComparer.Ordinal);

    /// <summary>A file, to be read.</summary>
    public static StreamReader Open(Assembly assembly, string folder, string name)
        => new(assembly.GetManifestResourceStream($"{folder}.{name}")
            ?? throw new FileNotFoundException($"There is no file {name} in {folder}.", name));
}
