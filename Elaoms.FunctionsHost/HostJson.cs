using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Elaoms.FunctionsHost;

/// <summary>The app's <c>host.json</c>, with the settings that override it.</summary>
/// <remarks>
/// A setting <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides the value at that path.
/// Source: https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
/// </remarks>
internal sealed class HostJson
{
    private const string OverridePrefix = "AzureFunctionsJobHost__";

    private readonly IConfiguration _values;

    /// <param name="appFolder">The folder of the built app.</param>
    /// <param name="settings">The app's settings.</param>
    public HostJson(string appFolder, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var overrides = settings.Where(setting => setting.Key.StartsWith(OverridePrefix, StringComparison.OrdinalIgnoreCase))
            .Select(setting =>
                KeyValuePair.Create(setting.Key[OverridePrefix.Length..].Replace("__", ":", StringComparison.Ordinal), setting.Value));
        _values = new ConfigurationBuilder().AddJsonFile(Path.Combine(appFolder, "host.json")).AddInMemoryCollection(overrides).Build();
    }

    /// <summary>Levels by category, as <c>Logging:LogLevel</c> of an ASP.NET app.</summary>
    public IConfiguration Logging => _values.GetSection("logging");

    /// <summary>What each route begins with.</summary>
    public string RoutePrefix => _values["extensions:http:routePrefix"] ?? "api";

    /// <summary>How many messages are taken from a queue at once.</summary>
    public int BatchSize => Queue("batchSize", 16);

    /// <summary>At how many messages in progress the next batch is taken.</summary>
    public int NewBatchThreshold => Queue("newBatchThreshold", BatchSize / 2);

    /// <summary>How many tries a message has.</summary>
    public int MaxDequeueCount => Queue("maxDequeueCount", 5);

    /// <summary>How long a message is hidden after a failed try.</summary>
    public TimeSpan VisibilityTimeout => TimeOf("visibilityTimeout", TimeSpan.Zero);

    /// <summary>The longest wait between two looks at an empty queue.</summary>
    public TimeSpan MaxPollingInterval => TimeOf("maxPollingInterval", TimeSpan.FromMinutes(1));

    /// <summary>Whether a message's text is handed over as it is in the queue.</summary>
    public bool IsTextPlain => string.Equals(_values["extensions:queues:messageEncoding"], "none", StringComparison.OrdinalIgnoreCase);

    private int Queue(string name, int usual)
        => int.TryParse(_values[$"extensions:queues:{name}"], CultureInfo.InvariantCulture, out var value) ? value : usual;

    private TimeSpan TimeOf(string name, TimeSpan usual)
        => TimeSpan.TryParse(_values[$"extensions:queues:{name}"], CultureInfo.InvariantCulture, out var value) ? value : usual;
}
