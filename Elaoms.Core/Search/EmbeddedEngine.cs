using Elaoms.Core.Calls;

namespace Elaoms.Core.Search;

/// <summary>Our own index. It is made of the record itself, so there is nothing to bring up to date.</summary>
public sealed class EmbeddedEngine : IMemoryEngine
{
    /// <inheritdoc />
    public string Name => "embedded";

    /// <inheritdoc />
    public double Weight => 1;

    /// <inheritdoc />
    public bool HoldsMemories => false;

    /// <inheritdoc />
    public Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken) => Task.FromResult(IndexResult.Complete);

    /// <inheritdoc />
    public Task ForgetAsync(CallerKey caller, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task<IReadOnlyList<EngineMatch>> SearchAsync(
        CallerKey caller, Task<CallerIndex?> index, string query, int count, CancellationToken cancellationToken)
        => await index is { } own ? [.. own.Search(query, count).Select(found => new EngineMatch(found.Memory.Id, found.Relevance))] : [];

    /// <inheritdoc />
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
