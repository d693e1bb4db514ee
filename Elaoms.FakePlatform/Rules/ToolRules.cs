using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Rules;

/// <summary>What the platform demands of a webhook tool. Source: ElevenLabs' OpenAPI schema and its guide for tools (2026-11-29).</summary>
internal static class ToolRules
{
    private static readonly string[] Sources = ["description", "dynamic_variable", "constant_value", "is_system_provided", "is_omitted"];

    private static readonly string[] Schemas =
    [
        "request_headers", "method", "path_params_schema", "query_params_schema", "request_body_schema", "response_body_schema",
        "response_filter", "content_type", "auth_resolved_params", "auth_connection",
    ];

    /// <summary>Checks a configuration.</summary>
    /// <returns>It with its defaults.</returns>
    public static JsonObject Checked(JsonNode? config, PlatformStore store)
    {
        const string Place = "body.tool_config";
        var given = Body.Object(
            config,
            Place,
            ["name", "description", "api_schema"],
            [.. AgentDefaults.Tool().Select(field => field.Key)]);
        if (given["type"]?.GetValue<string>() is not (null or "webhook"))
            throw PlatformError.Invalid($"{Place}.type", "Only webhook tools are known here");
        if (!Body.Text(given, "name", Place).All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw PlatformError.Invalid($"{Place}.name", "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
        Body.Text(given, "description", Place);
        if (given["response_timeout_secs"]?.GetValue<int>() is < 5 or > 120)
            throw PlatformError.Invalid($"{Place}.response_timeout_secs", "Input should be between 5 and 120");
        OneOf(given, "pre_tool_speech", "auto", "force", "off");
        OneOf(given, "execution_mode", "immediate", "post_tool_speech", "async");
        OneOf(given, "interruption_mode", "allow", "disable", "disable_during_tool");
        OneOf(given, "tool_error_handling_mode", "auto", "summarized", "passthrough", "hide");

        var schema = Body.Object(given["api_schema"], $"{Place}.api_schema", ["url"], Schemas);
        var url = Body.Text(schema, "url", $"{Place}.api_schema");
        Body.Address(url, $"{Place}.api_schema.url");
        if (url.Contains("{{", StringComparison.Ordinal) && !url.Contains("{{system_env__", StringComparison.Ordinal))
            throw PlatformError.Invalid($"{Place}.api_schema.url", "Dynamic variables are not supported in the URL");
        Headers(schema["request_headers"], $"{Place}.api_schema.request_headers", store, hasVariables: true);
        var whole = Filled(given, AgentDefaults.Tool());
        whole["api_schema"] = Filled(schema, AgentDefaults.ApiSchema());
        if (whole["api_schema"]!["request_body_schema"] is JsonObject body)
            whole["api_schema"]!["request_body_schema"] = ObjectSchema(body, $"{Place}.api_schema.request_body_schema");
        return whole;
    }

    /// <summary>Checks headers.</summary>
    public static void Headers(JsonNode? headers, string place, PlatformStore store, bool hasVariables)
    {
        if (headers is null)
            return;
        if (headers is not JsonObject map)
            throw PlatformError.Invalid(place, "Input should be a valid dictionary", "dict_type");
        foreach (var (name, value) in map)
        {
            var isRight = value switch
            {
                JsonValue text => text.TryGetValue<string>(out _),
                JsonObject { Count: 1 } locator when locator["secret_id"] is JsonValue id
                    => store.Secrets.ContainsKey(id.GetValue<string>())
                        ? true
                        : throw PlatformError.Invalid($"{place}.{name}.secret_id", "Secret not found"),
                JsonObject { Count: 1 } locator => hasVariables && (locator["variable_name"] ?? locator["env_var_label"]) is JsonValue,
                _ => false,
            };
            if (!isRight)
                throw PlatformError.Invalid($"{place}.{name}", "Input should be a valid string or a locator");
        }
    }

    private static JsonObject ObjectSchema(JsonObject schema, string place)
    {
        Body.Object(
            schema, place, [], "type", "description", "required", "properties", "required_constraints", "property_kind",
            "dynamic_variable", "constant_value", "is_omitted");
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            if (!properties.ContainsKey(required!.GetValue<string>()))
                throw PlatformError.Invalid($"{place}.required", $"{required} is not a property");
        }

        var whole = (JsonObject)schema.DeepClone();
        whole["property_kind"] = "object";
        whole["properties"] = new JsonObject(
            properties.Select(property => KeyValuePair.Create<string, JsonNode?>(
                property.Key, Property(property.Value, $"{place}.properties.{property.Key}"))));
        return whole;
    }

    private static JsonObject Property(JsonNode? property, string place)
    {
        var given = Body.Object(property, place, ["type"], [.. AgentDefaults.Property().Select(field => field.Key)]);
        OneOf(given, "type", "boolean", "string", "integer", "number");
        var sources = Sources.Count(source => given[source] switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => text.Length > 0,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            var other => other is not null,
        });
        return sources == 1
            ? Filled(given, AgentDefaults.Property())
            : throw PlatformError.Invalid(place, "Must set one of: description, dynamic_variable, is_system_provided, or constant_value");
    }

    private static void OneOf(JsonObject body, string name, params string[] values)
    {
        if (body[name] is { } value && !values.Contains(value.GetValue<string>()))
            throw PlatformError.Invalid($"body.tool_config.{name}", $"Input should be one of {string.Join(", ", values)}", "enum");
    }

    private static JsonObject Filled(JsonObject given, JsonObject defaults)
    {
        foreach (var (name, value) in given)
            defaults[name] = value?.DeepClone();
        return defaults;
    }
}
