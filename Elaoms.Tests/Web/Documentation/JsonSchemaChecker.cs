using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Elaoms.Tests.Web.Documentation;

/// <summary>
/// Checks values against the schemas of an OpenAPI document. It knows the keywords that the document uses and refuses any other, so that
/// nothing passes unchecked. A field that a schema does not list is a fault unless the schema allows it expressly.
/// </summary>
public sealed class JsonSchemaChecker(JsonElement document)
{
    // Keywords that hold here: those that only describe, and those whose fault none of the cases below has found.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "description", "examples", "default", "contentEncoding", "contentMediaType",
        "required", "properties", "additionalProperties", "items", "anyOf", "oneOf", "minimum", "maximum", "minLength", "maxLength",
        "pattern", "format",
    };

    /// <summary>What does not hold, one sentence for each fault; empty when the value is right.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    /// <summary>Follows a reference within the document; throws when it leads nowhere.</summary>
    public JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            throw new InvalidOperationException($"{reference} leads out of the document.");
        var target = document;
        foreach (var name in reference[2..].Split('/'))
        {
            if (!target.TryGetProperty(name, out target))
                throw new InvalidOperationException($"{reference} leads nowhere.");
        }

        return target;
    }

    /// <summary>The element itself, or what it refers to.</summary>
    public JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference) ? Resolve(reference.GetString()!) : element;

    private void Check(JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Check(Resolve(keyword.Value.GetString()!), value, path, faults);
                    break;
                case "type":
                    if (!TypesOf(keyword.Value).Any(type => IsOfType(value, type)))
                        faults.Add($"{path} is {value.ValueKind}, not {keyword.Value}.");
                    break;
                case "enum":
                    if (!keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)))
                        faults.Add($"{path} is {value}, not one of {keyword.Value}.");
                    break;
                case "required" when value.ValueKind is JsonValueKind.Object:
                    foreach (var name in keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                        faults.Add($"{path} has no {name}.");
                    break;
                case "properties" when value.ValueKind is JsonValueKind.Object:
                    CheckProperties(schema, keyword.Value, value, path, faults);
                    break;
                case "additionalProperties" when value.ValueKind is JsonValueKind.Object && keyword.Value.ValueKind is JsonValueKind.Object:
                    foreach (var extra in value.EnumerateObject().Where(field => !Lists(schema, field.Name)))
                        Check(keyword.Value, extra.Value, $"{path}.{extra.Name}", faults);
                    break;
                case "items" when value.ValueKind is JsonValueKind.Array:
                    foreach (var (index, item) in value.EnumerateArray().Index())
                        Check(keyword.Value, item, $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]", faults);
                    break;
                case "anyOf" when CountMatches(keyword.Value, value) == 0:
                    faults.Add($"{path} fits none of its schemas.");
                    break;
                case "oneOf" when CountMatches(keyword.Value, value) != 1:
                    faults.Add($"{path} does not fit exactly one of its schemas.");
                    break;
                case "minimum" when value.ValueKind is JsonValueKind.Number && value.GetDouble() < keyword.Value.GetDouble():
                case "maximum" when value.ValueKind is JsonValueKind.Number && value.GetDouble() > keyword.Value.GetDouble():
                case "minLength" when value.ValueKind is JsonValueKind.String && value.GetString()!.Length < keyword.Value.GetInt32():
                case "maxLength" when value.ValueKind is JsonValueKind.String && value.GetString()!.Length > keyword.Value.GetInt32():
                case "pattern" when value.ValueKind is JsonValueKind.String && !Fits(value.GetString()!, keyword.Value.GetString()!):
                case "format" when value.ValueKind is JsonValueKind.String && !HasFormat(value.GetString()!, keyword.Value.GetString()!):
                    faults.Add($"{path} is {value}, against {keyword.Name} {keyword.Value}.");
                    break;
                default:
                    if (!Silent.Contains(keyword.Name))
                        throw new NotSupportedException($"{path}: the checker does not know the keyword {keyword.Name}.");
                    break;
            }
        }
    }

    private void CheckProperties(JsonElement schema, JsonElement properties, JsonElement value, string path, List<string> faults)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (properties.TryGetProperty(field.Name, out var property))
                Check(property, field.Value, $"{path}.{field.Name}", faults);
            else if (!schema.TryGetProperty("additionalProperties", out var extra) || extra.ValueKind is JsonValueKind.False)
                faults.Add($"{path} has the unlisted field {field.Name}.");
        }
    }

    private int CountMatches(JsonElement schemas, JsonElement value)
        => schemas.EnumerateArray().Count(schema => Check(schema, value).Count == 0);

    private static bool Lists(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static IEnumerable<string> TypesOf(JsonElement type) =>
        type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(each => each.GetString()!) : [type.GetString()!];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "number" => value.ValueKind is JsonValueKind.Number,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind is JsonValueKind.Null,
        _ => throw new NotSupportedException($"There is no type {type}."),
    };

    private static bool Fits(string value, string pattern)
        => Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static bool HasFormat(string value, string format) => format switch
    {
        "date-time" => value.EndsWith('Z') && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uri-reference" => Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out _),
        "binary" => true,
        _ => throw new NotSupportedException($"The checker does not know the format {format}."),
    };
}
