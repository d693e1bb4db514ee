namespace Elaoms.FunctionsHost;

/// <summary>How a <see cref="PlayedFunctionsHost"/> is started.</summary>
internal sealed record PlayedHostOptions
{
    /// <summary>The app's settings, <c>AzureWebJobsStorage</c> among them.</summary>
    public required IEnumerable<KeyValuePair<string, string?>> Settings { get; init; }

    /// <summary>The folder of the built app.</summary>
    public required string AppFolder { get; init; }

    /// <summary>Variables of the worker's environment beside the settings, such as those of the runtime.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The port that requests are taken at; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>
    /// How long a message stays hidden whose host has died. The real host hides it for ten minutes, which no test can wait for.
    /// </summary>
    public TimeSpan HiddenInFlight { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told of each function that ended, by name, and how long it took.</summary>
    public Action<string, TimeSpan>? Executed { get; init; }

    /// <summary>The clock of timers and of the worker's deaths.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
