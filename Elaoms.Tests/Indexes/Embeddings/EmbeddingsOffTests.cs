using Elaoms.Indexes.Embeddings;
using Elaoms.Core.Indexing;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Elaoms.Tests.Indexes.Embeddings;

/// <summary>Nobody who doesn't ask for embeddings has any.</summary>
public sealed class EmbeddingsOffTests
{
    private const string Number = "+12025550123";

    [Fact]
    public async Task Server_without_the_setting_has_no_model_no_client_no_worker_and_no_vectors()
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(LearningBench.Body(1, Number, plan: "apples", conversation: "c1"));
        Assert.Contains("I have apples", (await server.Webhooks.SearchDataAsync(Number, "apples")).IsOk().Found);

        var services = server.App.Services;
        Assert.Null(services.GetService<IEmbeddingModel>());
        Assert.Null(services.GetService<EmbeddingsIndexer>());
        Assert.Null(services.GetService<IHttpClientFactory>());
        Assert.Empty(services.GetServices<IMemoryEngine>());
        Assert.DoesNotContain(services.GetServices<IHostedService>(), service => service is IndexWorker);
        Assert.Equal(0, await services.GetRequiredService<IDocumentStore<IndexTask>>().CountAsync());
        await foreach (var caller in services.GetRequiredService<CallerRecords>().ListAsync(CancellationToken.None))
            Assert.Null(await services.GetRequiredService<IDocumentStore<CallerVectors>>().ReadETagAsync(caller, CancellationToken.None));
    }
}
