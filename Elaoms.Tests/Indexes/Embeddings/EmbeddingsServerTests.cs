using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Indexes.Embeddings;

/// <summary>The product beside a server of embeddings, over HTTP on both sides.</summary>
public abstract class EmbeddingsServerTests(StorageKind storage)
{
    private const string Number = "+12025550123";

    [Fact]
    public async Task Call_is_learned_and_found_whether_the_server_is_up_or_down()
    {
        await using var embeddings = await EmbeddingsServer.StartAsync();
        await using var server = await TestServer.StartAsync(
            settings =>
                (settings[SettingNames.EmbeddingsUrl], settings[SettingNames.EmbeddingsKey]) = ($"{embeddings.Address}", embeddings.Key),
            storage: storage);

        await server.TeachAsync(LearningBench.Body(1, Number, plan: "apples", conversation: "c1"));
        await Eventually.IsTrueAsync(async () => await server.Get<IDocumentStore<IndexTask>>().CountAsync() == 0, "vectors are made");
        Assert.Contains(embeddings.Texts, text => text.Contains("apples", StringComparison.Ordinal));
        Assert.DoesNotContain(embeddings.Texts, text => text.Contains("2025550123", StringComparison.Ordinal));
        Assert.Contains(
            "\"engine\":\"embeddings\",\"engine_state\":\"ok\"",
            (await server.Webhooks.GetAsync("/health/ready")).Text,
            StringComparison.Ordinal);
        Assert.Contains("I have apples", (await server.Webhooks.SearchDataAsync(Number, "apples")).IsOk().Found);

        await embeddings.StopAsync();
        await server.TeachAsync(LearningBench.Body(2, Number, plan: "pears", conversation: "c2"));
        Assert.Contains("I have pears", (await server.Webhooks.SearchDataAsync(Number, "pears")).IsOk().Found);
        await Eventually.IsTrueAsync(
            async () => (await server.Webhooks.GetAsync("/health/ready")).Status == 200, "the server is ready without it");
    }

    public sealed class OnFiles() : EmbeddingsServerTests(StorageKind.Embedded);
}
