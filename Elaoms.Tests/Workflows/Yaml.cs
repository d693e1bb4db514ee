using YamlDotNet.RepresentationModel;

namespace Elaoms.Tests.Workflows;

/// <summary>Reads YAML.</summary>
internal static class Yaml
{
    /// <summary>The one document of a text.</summary>
    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>A value that is text; null when it is not there or no text.</summary>
    public static string? Text(YamlMappingNode from, string key)
        => from.Children.TryGetValue(key, out var value) ? (value as YamlScalarNode)?.Value : null;

    /// <summary>A value that is text or a list of texts.</summary>
    public static IReadOnlyList<string> Texts(YamlMappingNode from, string key)
        => !from.Children.TryGetValue(key, out var value) ? [] : value switch
        {
            YamlSequenceNode list => [.. list.Select(item => ((YamlScalarNode)item).Value!)],
            YamlScalarNode text => [text.Value!],
            _ => throw new InvalidOperationException($"{key} is neither text nor a list."),
        };

    /// <summary>A value that is texts by name; null when it is not there.</summary>
    public static IReadOnlyDictionary<string, string>? Map(YamlMappingNode from, string key)
        => from.Children.TryGetValue(key, out var value) ? Map(value) : null;

    /// <summary>Texts by name.</summary>
    public static IReadOnlyDictionary<string, string> Map(YamlNode texts)
        => ((YamlMappingNode)texts).Children
            .ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!, StringComparer.Ordinal);
}
