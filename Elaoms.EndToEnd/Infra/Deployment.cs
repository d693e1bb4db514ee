using System.Text.Json;

namespace Elaoms.EndToEnd.Infra;

/// <summary>What a deployment would make. What only Azure knows, such as the id of a new identity, is an expression in brackets.</summary>
internal sealed class Deployment(JsonElement snapshot)
{
    /// <summary>All resources.</summary>
    public IReadOnlyList<Resource> Resources { get; } =
        [.. snapshot.GetProperty("predictedResources").EnumerateArray().Select(resource => new Resource(resource))];

    /// <summary>What the compiler had to say.</summary>
    public JsonElement Diagnostics => snapshot.GetProperty("diagnostics");

    /// <summary>The resources of a type.</summary>
    public IReadOnlyList<Resource> Of(string type)
        => [.. Resources.Where(resource => string.Equals(resource.Type, type, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The names of the resources of a type, the last part of each.</summary>
    public IReadOnlyList<string> NamesOf(string type) => [.. Of(type).Select(resource => resource.Name.Split('/')[^1])];

    /// <summary>The storage account that a container is in.</summary>
    public Resource AccountOf(string container)
    {
        var name = Of("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Single(resource => resource.Name.EndsWith("/" + container, StringComparison.Ordinal)).Name;
        return Of("Microsoft.Storage/storageAccounts").Single(account => account.Name == name.Split('/')[0]);
    }

    /// <summary>The settings of the app.</summary>
    public IReadOnlyDictionary<string, string> AppSettings
        => Of("Microsoft.Web/sites/config").Single().Properties.EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal);

    /// <summary>One resource.</summary>
    internal sealed record Resource(JsonElement Json)
    {
        public string Type => Json.GetProperty("type").GetString()!;

        public string Name => Json.GetProperty("name").GetString()!;

        public string Id => Json.GetProperty("id").GetString()!;

        public string ApiVersion => Json.GetProperty("apiVersion").GetString()!;

        public JsonElement Properties => Json.GetProperty("properties");

        /// <summary>A property by its path; null when it is not there.</summary>
        public JsonElement? Property(string path)
        {
            JsonElement? found = Properties;
            foreach (var part in path.Split('.'))
                found = found is { ValueKind: JsonValueKind.Object } && found.Value.TryGetProperty(part, out var next) ? next : null;
            return found;
        }

        /// <summary>A property as text, as JSON writes it unless it is a string; null when it is not there.</summary>
        public string? Text(string path) => Property(path)?.ToString();
    }
}
