namespace Elaoms.Core.Learning.Extraction;

/// <summary>Reads the files of words and rules that are built in.</summary>
internal static class ResourceText
{
    /// <summary>The lines of a file, without comments and blank ones.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(ResourceText).Assembly.GetManifestResourceStream("Languages." + name) ?? throw new FileNotFoundException("There is no such file of rules.", name);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#')
                yield return text;
        }
    }

    /// <summary>The codes of the languages that have a file.</summary>
    public static IEnumerable<string> Languages()
        => typeof(ResourceText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Languages.", StringComparison.Ordinal) && name.Length == "Languages.xx.txt".Length)
            .Select(name => name["Languages.".Length..^".txt".Length]);
}
