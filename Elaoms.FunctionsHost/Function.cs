using System.Text.Json;
using Elaoms.FunctionsHost.Rpc;

namespace Elaoms.FunctionsHost;

/// <summary>A function that the worker has named.</summary>
/// <param name="Metadata">What the worker said of it.</param>
/// <param name="Trigger">Its trigger, as the worker's JSON describes it.</param>
internal sealed record Function(RpcFunctionMetadata Metadata, JsonElement Trigger)
{
    public string Id => Metadata.FunctionId;

    public string Name => Metadata.Name;

    /// <summary>The kind of the trigger, such as <c>httpTrigger</c>.</summary>
    public string Kind => Text("type")!;

    /// <summary>The name of the trigger's parameter.</summary>
    public string Parameter => Text("name")!;

    public static Function From(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(binding => JsonSerializer.Deserialize<JsonElement>(binding)).ToList();
        return new Function(
            metadata, bindings.Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal)));
    }

    /// <summary>A text of the trigger; null when it has none of that name.</summary>
    public string? Text(string name) => Trigger.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The methods of an HTTP trigger.</summary>
    public IEnumerable<string> Methods
        => Trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant());
}
