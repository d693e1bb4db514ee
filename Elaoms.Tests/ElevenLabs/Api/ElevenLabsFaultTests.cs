using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.FakePlatform;
using Elaoms.Tests.Cli.Doctor;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Api;

/// <summary>What the client makes of everything that can go wrong.</summary>
public sealed class ElevenLabsFaultTests : IAsyncLifetime
{
    private PlayedPlatform _platform = null!;
    private PlatformClient _client = null!;

    public async Task InitializeAsync()
    {
        _platform = await PlayedPlatform.StartAsync();
        _client = PlatformClient.Of(_platform);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Theory]
    [InlineData(PlatformFault.Forbidden, ElevenLabsFault.Forbidden, "The API key may not do this (GET /v1/convai/agents)")]
    [InlineData(PlatformFault.OtherRegion, ElevenLabsFault.WrongRegion, "Set ELEVENLABS_API_URL")]
    [InlineData(PlatformFault.NotJson, ElevenLabsFault.Unintelligible, "not what its schema says (GET /v1/convai/agents)")]
    [InlineData(PlatformFault.Huge, ElevenLabsFault.TooLarge, "too large")]
    [InlineData(PlatformFault.ServerError, ElevenLabsFault.ServerError, "ElevenLabs failed (GET /v1/convai/agents): status 500.")]
    [InlineData(PlatformFault.TooManyConcurrent, ElevenLabsFault.TooManyAtOnce, "Too many requests of this workspace")]
    [InlineData(PlatformFault.SystemBusy, ElevenLabsFault.Busy, "too much to do")]
    [InlineData(PlatformFault.CutBefore, ElevenLabsFault.CutOff, "broke off")]
    [InlineData(PlatformFault.CutWithin, ElevenLabsFault.CutOff, "broke off")]
    public async Task Fault_that_lasts_is_named(PlatformFault fault, ElevenLabsFault expected, string says)
    {
        _platform.Faults.Add("GET", "/v1/convai/agents", fault);

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(() => _client.Api.Agents.ListAsync(CancellationToken.None));

        Assert.Equal(expected, thrown.Fault);
        Assert.Contains(says, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_platform.Key, thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlatformFault.ServerError)]
    [InlineData(PlatformFault.TooManyConcurrent)]
    [InlineData(PlatformFault.SystemBusy)]
    [InlineData(PlatformFault.CutBefore)]
    [InlineData(PlatformFault.CutAfter)]
    [InlineData(PlatformFault.CutWithin)]
    public async Task Fault_that_passes_is_not_noticed_by_who_reads(PlatformFault fault)
    {
        _platform.Store.AddAgent("Reception");
        _platform.Faults.Add("GET", "/v1/convai/agents", fault, times: 3);

        Assert.Single(await _client.Api.Agents.ListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(PlatformFault.TooManyConcurrent)]
    [InlineData(PlatformFault.SystemBusy)]
    public async Task Creation_that_was_surely_not_carried_out_is_sent_again(PlatformFault fault)
    {
        _platform.Faults.Add("POST", "/secrets", fault, times: 2);

        await _client.Api.Secrets.CreateAsync("elaoms-key", "value", CancellationToken.None);

        Assert.Single(_platform.Store.Secrets);
    }

    [Theory]
    [InlineData(PlatformFault.ServerErrorAfterDoing)]
    [InlineData(PlatformFault.CutAfter)]
    [InlineData(PlatformFault.CutWithin)]
    public async Task Creation_that_may_have_been_carried_out_is_not_sent_again(PlatformFault fault)
    {
        _platform.Faults.Add("POST", "/secrets", fault);

        await Assert.ThrowsAsync<ElevenLabsException>(
            () => _client.Api.Secrets.CreateAsync("elaoms-key", "value", CancellationToken.None));

        Assert.Single(_platform.Store.Secrets);
    }

    [Theory]
    [InlineData(PlatformFault.CutAfter)]
    [InlineData(PlatformFault.ServerErrorAfterDoing)]
    public async Task Deletion_whose_answer_was_lost_has_succeeded(PlatformFault fault)
    {
        var secret = await _client.Api.Secrets.CreateAsync("elaoms-key", "value", CancellationToken.None);
        _platform.Faults.Add("DELETE", "/secrets", fault, times: 1);

        await _client.Api.Secrets.DeleteAsync(secret.SecretId, CancellationToken.None);

        Assert.Empty(_platform.Store.Secrets);
    }

    [Fact]
    public async Task Refusal_names_the_field()
    {
        var tool = JsonNode.Parse(
            """{"name": "no blanks", "description": "x", "api_schema": {"url": "https://example.com"}}""")!.AsObject();

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(() => _client.Api.Tools.CreateAsync(tool, CancellationToken.None));

        Assert.Equal((ElevenLabsFault.Invalid, "body.tool_config.name"), (thrown.Fault, thrown.Field));
        Assert.Contains("ElevenLabs refuses body.tool_config.name (POST /v1/convai/tools)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_missing_thing_and_thing_in_use_are_told_apart()
    {
        await using var stranger = PlatformClient.Of(_platform, "wrong");
        var secret = await _client.Api.Secrets.CreateAsync("elaoms-key", "value", CancellationToken.None);
        await _client.Api.Tools.CreateAsync(Tool(secret.SecretId), CancellationToken.None);

        Assert.Equal(ElevenLabsFault.KeyRefused, await FaultOf(() => stranger.Api.Agents.ListAsync(CancellationToken.None)));
        Assert.Equal(
            ElevenLabsFault.NotFound, await FaultOf(() => _client.Api.Agents.GetAsync("agent_0", branchId: null, CancellationToken.None)));
        Assert.Equal(
            ElevenLabsFault.Conflict, await FaultOf(() => _client.Api.Secrets.DeleteAsync(secret.SecretId, CancellationToken.None)));
    }

    [Theory]
    [InlineData("""{"detail": "Not Found"}""", "“Not Found”")]
    [InlineData("""{"detail": {"message": "two\nlines\u001b[31m"}}""", "“two lines [31m”")]
    [InlineData("""{"detail": 7}""", "status 404")]
    [InlineData("""[]""", "status 404")]
    [InlineData("oops", "status 404")]
    public async Task Error_in_any_form_makes_one_plain_line(string body, string says)
    {
        await using var server = await SomeServer.StartAsync(("/v1/convai/agents/a", 404, body));
        await using var client = PlatformClient.Of(server.Address, "key");

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(
            () => client.Api.Agents.GetAsync("a", branchId: null, CancellationToken.None));

        Assert.Equal($"ElevenLabs does not know what was asked for (GET /v1/convai/agents/a): {says}.", thrown.Message);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        await using var client = PlatformClient.Of(new Uri("http://127.0.0.1:1"), "key");

        Assert.Equal(ElevenLabsFault.Unreachable, await FaultOf(() => client.Api.Agents.ListAsync(CancellationToken.None)));
    }

    private static JsonObject Tool(string secretId) => JsonNode.Parse(
        $$"""
        {"name": "recall_memory", "description": "x", "api_schema":
          {"url": "https://example.com", "request_headers": {"X-Api-Key": {"secret_id": "{{secretId}}"} } } }
        """)!.AsObject();

    private static async Task<ElevenLabsFault> FaultOf(Func<Task> act) => (await Assert.ThrowsAsync<ElevenLabsException>(act)).Fault;
}
