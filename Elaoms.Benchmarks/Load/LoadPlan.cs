namespace Elaoms.Benchmarks.Load;

/// <summary>What is run, and how long.</summary>
/// <param name="WarmUp">How long each run goes before it counts.</param>
/// <param name="Counted">How long it counts.</param>
/// <param name="Rounds">How often endpoint and yardstick are run in turn.</param>
/// <param name="Connections">The numbers of connections.</param>
/// <param name="Durability">The server's setting.</param>
/// <param name="Only">The one endpoint that is measured; null for all.</param>
/// <param name="Azure">The connection string of the storage account that the server uses; null for the embedded storage.</param>
/// <param name="Memories">About how many memories each known caller has.</param>
/// <param name="Callers">How many known callers ask in turn.</param>
internal sealed record LoadPlan(
    TimeSpan WarmUp,
    TimeSpan Counted,
    int Rounds,
    IReadOnlyList<int> Connections,
    string Durability,
    string? Only,
    string? Azure,
    int Memories,
    int Callers);
