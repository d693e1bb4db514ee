using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>Deployments that tests look at, each worked out once.</summary>
internal static class Deployments
{
    private static readonly Dictionary<string, string> Least = new(StringComparer.Ordinal)
    {
        ["environmentName"] = "'test'",
        ["location"] = "'westeurope'",
    };

    /// <summary>With nothing chosen but name and place.</summary>
    public static Lazy<Task<Deployment>> Plain { get; } = Of([]);

    /// <summary>With everything chosen that can be.</summary>
    public static Lazy<Task<Deployment>> Full { get; } = Of(new()
    {
        ["alwaysReadyLearning"] = "2",
        ["alertEmail"] = "'on-call@example.com'",
        ["operatorMayReadStorage"] = "true",
        ["privateNetwork"] = "true",
        ["elevenLabsRegions"] = "'us, eu-residency'",
        ["operatorAddressRanges"] = "'203.0.113.7/32, 2001:db8::/48'",
        ["openMemory"] = "'deploy'",
        ["embeddingsUrl"] = "'https://embeddings.example.com/v1'",
        ["reconcile"] = "true",
        ["operatorApi"] = "true",
        ["appSettings"] = "{ GREETING__default__de: 'Willkommen zurück, {name}!', SWEEP_DAYS: '5' }",
    });

    /// <summary>With an OpenMemory of one's own.</summary>
    public static Lazy<Task<Deployment>> WithOpenMemory { get; } =
        Of(new() { ["openMemory"] = "'url'", ["openMemoryUrl"] = "'https://memory.example.com'" });

    /// <summary>An image of OpenMemory, pinned as it must be.</summary>
    public static string OpenMemoryImage { get; } = "registry.example.com/openmemory@sha256:" + new string('a', 64);

    /// <summary>With an OpenMemory that is made there.</summary>
    public static Lazy<Task<Deployment>> WithOpenMemoryServer { get; } =
        Of(new() { ["openMemory"] = "'deploy'", ["openMemoryImage"] = $"'{OpenMemoryImage}'" });

    /// <summary>The names of those for theories.</summary>
    public static TheoryData<string> Names { get; } = ["plain", "full", "openMemory"];

    /// <summary>One of these by its name.</summary>
    public static async Task<Deployment> NamedAsync(string name)
        => await (name switch { "plain" => Plain, "full" => Full, _ => WithOpenMemory }).Value;

    /// <summary>A deployment with some parameters.</summary>
    public static Lazy<Task<Deployment>> Of(Dictionary<string, string> parameters)
        => new(() => BicepCompiler.DeployAsync(Least.Concat(parameters).GroupBy(parameter => parameter.Key)
            .ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal)));
}
