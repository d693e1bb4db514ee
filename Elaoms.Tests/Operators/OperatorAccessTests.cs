using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Audit;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Operators;

/// <summary>Who is let into the operator API, on a real port.</summary>
public sealed class OperatorAccessTests
{
    private static readonly string Nobody = new('a', 64);

    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/callers" }, { "POST", "/callers/find" }, { "GET", $"/callers/{Nobody}" },
        { "GET", $"/callers/{Nobody}/calls" }, { "POST", $"/callers/{Nobody}/changes" }, { "GET", "/calls" },
        { "POST", "/calls/replay" }, { "POST", "/calls/dismiss" }, { "GET", "/days" }, { "GET", "/audit" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_operator_keys_there_is_no_operator_API(string method, string path)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Webhooks.SendAsync(
            new HttpMethod(method), "/api/v1" + path, Body(method), "Authorization", $"Bearer {OperatorApi.Operator}");

        answer.IsError(404, "not_found");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nothing_but_a_right_key_as_bearer_is_let_in(string method, string path)
    {
        await using var api = await OperatorApi.StartAsync();
        foreach (var (header, value) in ((string, string)[])
            [
                ("Authorization", $"Basic {OperatorApi.Operator}"), ("Authorization", OperatorApi.Operator), ("Authorization", "Bearer"),
                ("Authorization", $"Bearer {OperatorApi.Operator[..^1]}"), ("X-Api-Key", OperatorApi.Operator),
                ("Cookie", $"Authorization=Bearer {OperatorApi.Operator}"), ("X-MS-CLIENT-PRINCIPAL", "eyJhdXRoX3R5cCI6ImFhZCJ9"),
                ("Authorization", $"Bearer {OperatorApi.Operator}, Bearer {OperatorApi.Operator}"),
            ])
        {
            (await api.Server.Webhooks.SendAsync(new HttpMethod(method), "/api/v1" + path, Body(method), header, value))
                .IsError(401, "unauthorized");
        }

        (await api.SendAsync(new HttpMethod(method), $"{path}?key={OperatorApi.Operator}", Body(method), key: null))
            .IsError(401, "unauthorized");
        Assert.NotEqual(401, (await api.SendAsync(new HttpMethod(method), path, Body(method), OperatorApi.Operator)).Status);
    }

    [Theory]
    [InlineData("POST", "/calls/replay")]
    [InlineData("POST", "/calls/dismiss")]
    [InlineData("GET", "/audit")]
    [InlineData("POST", "/callers/0/changes")]
    public async Task Reader_may_only_look(string method, string path)
    {
        await using var api = await OperatorApi.StartAsync();

        (await api.SendAsync(new HttpMethod(method), path, Body(method), OperatorApi.Reader)).IsError(403, "forbidden");
    }

    [Fact]
    public async Task Ten_wrong_keys_lock_out_right_ones_too_until_the_time_that_is_said()
    {
        await using var api = await OperatorApi.StartAsync();
        for (var failure = 0; failure < OperatorLockout.MaxFailures; failure++)
        {
            (await api.GetAsync("/callers")).IsOk();
            (await api.GetAsync("/callers", key: null)).IsError(401, "unauthorized");
            (await api.GetAsync("/callers", $"{OperatorApi.Reader}{failure}")).IsError(401, "unauthorized");
        }

        var locked = await api.GetAsync("/callers");

        locked.IsError(429, "locked_out");
        Assert.InRange(
            int.Parse(locked.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1,
            (int)OperatorLockout.FirstLock.TotalSeconds);
        // Calls come from elsewhere, and are not kept out in any case.
        (await api.Server.Webhooks.ClientDataAsync("+12025550123")).IsOk();
    }

    [Fact]
    public async Task Nothing_is_told_when_it_can_not_be_recorded()
    {
        await using var api = await OperatorApi.StartAsync(services => services.AddSingleton<IAuditStore, FullAudit>());

        foreach (var path in (string[])["/callers", $"/callers/{Nobody}", $"/callers/{Nobody}/calls", "/calls", "/audit"])
            (await api.GetAsync(path, OperatorApi.Operator)).IsError(503, "storage_unavailable");
        (await api.PostAsync("/callers/find", new JsonObject { ["caller"] = "+12025550123" })).IsError(503, "storage_unavailable");
        (await api.PostAsync($"/callers/{Nobody}/changes", new JsonObject { ["kind"] = "opt_out" })).IsError(503, "storage_unavailable");
    }

    private static ByteArrayContent? Body(string method)
        => method == "POST" ? new ByteArrayContent(WebhookCaller.Bytes("""{"caller": "+12025550123"}""")) : null;

    private sealed class FullAudit : IAuditStore
    {
        public ValueTask AppendAsync(AuditChain chain, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
            => throw new IOException("No space left on device");

        public IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, CancellationToken cancellationToken)
            => AsyncEnumerable.Empty<AuditChain>();

        public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(AuditChain chain, CancellationToken cancellationToken)
            => AsyncEnumerable.Empty<ReadOnlyMemory<byte>>();

        public ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken) => ValueTask.FromResult(0);
    }
}
