using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Elaoms.Tests.Indexes.Embeddings;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

public sealed class EmbeddingsCheckTests
{
    [Fact]
    public async Task Nothing_is_said_of_embeddings_where_there_are_none()
    {
        await using var bench = await DoctorBench.StartAsync();

        Assert.Empty(await bench.ExamineAsync("embeddings"));
        Assert.Empty(await bench.ExamineAsync("engine backlog"));
    }

    [Fact]
    public async Task Server_that_makes_vectors_is_well()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        await using var bench = await StartAsync(server);

        (await bench.ExamineAsync("embeddings")).Only().Is(CheckStatus.Ok, "returns vectors of 384 numbers");
        (await bench.ExamineAsync("engine backlog")).Only().Is(CheckStatus.Ok, "No caller is waiting to be indexed by embeddings.");
    }

    [Theory]
    [InlineData(401, "does not accept EMBEDDINGS_KEY", "EMBEDDINGS_KEY")]
    [InlineData(404, "has no such model", "EMBEDDINGS_MODEL")]
    [InlineData(400, "refuses the request", "EMBEDDINGS_MODEL")]
    [InlineData(429, "asks for fewer requests", "account")]
    [InlineData(502, "reports an error of its own", "running at")]
    public async Task Server_that_makes_none_is_an_error_with_a_remedy(int status, string what, string remedy)
    {
        await using var server = await EmbeddingsServer.StartAsync();
        await using var bench = await StartAsync(server);
        server.Faults.Status = status;

        (await bench.ExamineAsync("embeddings")).Only().Is(CheckStatus.Error, what, remedy);
    }

    private static async Task<DoctorBench> StartAsync(EmbeddingsServer server)
    {
        var bench = await DoctorBench.StartAsync();
        (bench.Settings[SettingNames.EmbeddingsUrl], bench.Settings[SettingNames.EmbeddingsKey]) = (server.Address.AbsoluteUri, server.Key);
        return bench;
    }
}
