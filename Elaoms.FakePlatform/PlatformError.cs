using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform;

/// <summary>The platform refuses a request.</summary>
internal sealed class PlatformError : Exception
{
    private PlatformError(int status, JsonNode detail)
        : base(detail.ToJsonString())
        => (Status, Detail) = (status, detail);

    public PlatformError()
    {
    }

    public PlatformError(string message)
        : base(message)
    {
    }

    public PlatformError(string message, Exception cause)
        : base(message, cause)
    {
    }

    public int Status { get; } = 500;

    public JsonNode Detail { get; } = "";

    /// <summary>422 that names a field.</summary>
    public static PlatformError Invalid(string field, string message, string type = "value_error")
        => new(422, new JsonArray(new JsonObject
        {
            ["loc"] = new JsonArray([.. field.Split('.').Select(part => (JsonNode)part)]),
            ["msg"] = message,
            ["type"] = type,
        }));

    public static PlatformError NotFound(string what) => Said(404, $"{what}_not_found", $"No {what} with this id exists");

    public static PlatformError InUse(string what) => Said(409, $"{what}_in_use", $"The {what} is still in use");

    public static PlatformError MissingPermission(string permission) => Said(
        401, "missing_permissions", $"The API key you used is missing the permission {permission} to execute this operation");

    public static PlatformError Said(int status, string code, string message)
        => new(status, new JsonObject { ["status"] = code, ["message"] = message });
}
