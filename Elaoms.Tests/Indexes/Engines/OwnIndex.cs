using Elaoms.Core.Calls;
using Elaoms.Core.Search;

namespace Elaoms.Tests.Indexes.Engines;

/// <summary>Our own index, held to what the engines beside it promise.</summary>
internal sealed class OwnIndex : IMemoryEngine
{
    public string Name => CallerIndex.EngineName;

    public double Weight => 1;

    public Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken) => Task.FromResult(IndexResult.Complete);

    public Task ForgetAsync(CallerKey caller, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyList<string>> SearchAsync(
        CallerKey caller, Task<CallerIndex?> index, string query, int count, CancellationToken cancellationToken)
        => await index is { } own ? [.. own.Search(query, count).Select(found => found.Memory.Id)] : [];

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
