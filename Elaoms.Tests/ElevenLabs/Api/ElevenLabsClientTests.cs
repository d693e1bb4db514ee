using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.Cli.Doctor;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Api;

public sealed class ElevenLabsClientTests : IAsyncLifetime
{
    private PlayedPlatform _platform = null!;
    private PlatformClient _client = null!;

    private ElevenLabsClient Api => _client.Api;

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

    [Fact]
    public async Task List_of_many_pages_is_whole_and_in_order()
    {
        var expected = Enumerable.Range(0, 50).Select(number => _platform.Store.AddAgent($"Agent {number}").Id).ToList();

        Assert.Equal(expected, (await Api.Agents.ListAsync(CancellationToken.None)).Select(agent => agent.AgentId));
    }

    [Fact]
    public async Task List_whose_cursor_comes_again_ends()
    {
        await using var server = await SomeServer.StartAsync(("/v1/convai/agents", 200, """{"agents": [], "next_cursor": "c"}"""));
        await using var client = PlatformClient.Of(server.Address, "key");

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(() => client.Api.Agents.ListAsync(CancellationToken.None));

        Assert.Equal("A list of ElevenLabs does not end (GET /v1/convai/agents).", thrown.Message);
    }

    [Fact]
    public async Task Fields_that_are_unknown_here_come_back_as_they_were()
    {
        var agent = _platform.Store.AddAgent("Reception");
        agent.Main.Conversation["agent"]!["new_in_2027"] = new JsonObject { ["deep"] = new JsonArray(1.5, null, "ü") };

        var read = await Api.Agents.GetAsync(agent.Id, branchId: null, CancellationToken.None);
        await Api.Agents.PatchAsync(
            agent.Id,
            branchId: null,
            new AgentPatch
            {
                ConversationConfig = new JsonObject
                {
                    ["agent"] = new JsonObject { ["new_in_2027"] = read.ConversationConfig["agent"]!["new_in_2027"]!.DeepClone() },
                },
            },
            CancellationToken.None);

        Assert.True(JsonNode.DeepEquals(
            new JsonObject { ["deep"] = new JsonArray(1.5, null, "ü") }, agent.Main.Conversation["agent"]!["new_in_2027"]));
    }

    [Fact]
    public async Task Null_where_the_schema_has_a_list_reads_as_empty()
    {
        await using var server = await SomeServer.StartAsync(
            ("/v1/convai/agents/a", 200, """{"agent_id": "a", "name": "A", "phone_numbers": null, "workflow": null}"""),
            ("/v1/convai/agents/a/branches", 200, """{"results": null}"""));
        await using var client = PlatformClient.Of(server.Address, "key");

        var agent = await client.Api.Agents.GetAsync("a", branchId: null, CancellationToken.None);

        Assert.Empty(agent.PhoneNumbers);
        Assert.Empty(agent.Workflow);
        Assert.Empty(await client.Api.Agents.ListBranchesAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task Secret_is_made_changed_and_found_by_the_beginning_of_its_name()
    {
        var made = await Api.Secrets.CreateAsync("elaoms-a", "one", CancellationToken.None);
        await Api.Secrets.CreateAsync("other", "two", CancellationToken.None);
        await Api.Secrets.UpdateAsync(made.SecretId, made.Name, "three", CancellationToken.None);

        var found = Assert.Single(await Api.Secrets.ListAsync("elaoms-", CancellationToken.None));

        Assert.Equal((made.SecretId, false), (found.SecretId, found.UsedBy!.Any));
        Assert.Equal("three", _platform.Store.Secrets[made.SecretId].Value);
    }

    [Fact]
    public async Task Webhook_shows_its_secret_once_and_has_retries_after_it_is_switched_on()
    {
        var made = await Api.Webhooks.CreateAsync(
            "ELAOMS", new Uri("https://memory.example.com/webhook/post-call"), CancellationToken.None);
        await Api.Webhooks.SwitchOnAsync(made.WebhookId, "ELAOMS", CancellationToken.None);

        Assert.StartsWith("wsec_", made.WebhookSecret, StringComparison.Ordinal);
        Assert.True(_platform.Store.Webhooks[made.WebhookId].HasRetries);
        var listed = Assert.Single(await Api.Webhooks.ListAsync(CancellationToken.None));
        Assert.Equal(("hmac", 0), (listed.AuthType, listed.Usage!.Count));
    }

    [Fact]
    public async Task Agent_is_read_with_its_branches_numbers_and_versions()
    {
        var agent = _platform.Store.AddAgent("Reception");
        agent.AddBranch("trial", live: 20);
        agent.Numbers.Add(new FakeNumber("phnum_1", "+12025550100", agent.Branches[1].Id));

        var read = await Api.Agents.GetAsync(agent.Id, agent.Branches[1].Id, CancellationToken.None);
        var changed = await Api.Agents.PatchAsync(
            agent.Id,
            agent.Branches[1].Id,
            new AgentPatch { ConversationConfig = new JsonObject { ["agent"] = new JsonObject { ["language"] = "de" } } },
            CancellationToken.None);

        Assert.Equal(("editor", agent.Branches[1].Id), (read.AccessInfo!.Role, read.BranchId));
        Assert.Equal(agent.Branches[1].Id, Assert.Single(read.PhoneNumbers).AssignedAgent!.BranchId);
        Assert.Equal(
            [100, 20],
            (await Api.Agents.ListBranchesAsync(agent.Id, CancellationToken.None)).Select(branch => branch.CurrentLivePercentage));
        Assert.Equal("en", (string?)agent.Main.Conversation["agent"]!["language"]);
        Assert.Equal(
            read.VersionId,
            (await Api.Agents.GetVersionAsync(agent.Id, changed.VersionId!, CancellationToken.None)).Parents!.InBranchParentId);
    }

    [Fact]
    public async Task Key_is_sent_and_never_logged()
    {
        var log = new CollectedLog();
        await using var client = PlatformClient.Of(_platform, log: log);

        await client.Api.Agents.ListAsync(CancellationToken.None);
        _platform.Faults.Add("GET", "/v1/", PlatformFault.ServerError);
        await Assert.ThrowsAsync<ElevenLabsException>(() => client.Api.Agents.ListAsync(CancellationToken.None));

        Assert.DoesNotContain(_platform.Key, string.Join('\n', log.Written), StringComparison.Ordinal);
    }
}
