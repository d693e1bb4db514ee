using System.Text.Json;

namespace Elaoms.Cli.Configuration;

/// <summary>
/// Reads the settings file of the Functions host, so that the verbs use what a local Functions app uses. Source:
/// https://learn.microsoft.com/azure/azure-functions/functions-develop-local#local-settings-file
/// </summary>
public static class LocalSettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The texts below <c>Values</c>.</summary>
    /// <exception cref="JsonException">The file is no JSON object with an object <c>Values</c>.</exception>
    public static IReadOnlyDictionary<string, string?> Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Lenient);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("Values", out var values)
            || values.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("it has no object Values.");
        }

        return values.EnumerateObject()
            .Where(value => value.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(value => value.Name, value => value.Value.GetString(), StringComparer.Ordinal);
    }
}
