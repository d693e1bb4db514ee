using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.FakePlatform;
using Elaoms.Tests.Cli.Doctor;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Api;

public sealed class ConversationRoutesTests : IAsyncLifetime
{
    private const long Start = 1_750_000_000;
    private PlayedPlatform _platform = null!;
    private PlatformClient _client = null!;
    private string _agent = null!;

    private ConversationRoutes Api => _client.Api.Conversations;

    public async Task InitializeAsync()
    {
        _platform = await PlayedPlatform.StartAsync();
        _client = PlatformClient.Of(_platform);
        _agent = _platform.Store.AddAgent("Reception").Id;
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task Conversations_come_by_their_start_each_once_also_where_starts_are_equal()
    {
        var added = Enumerable.Range(0, 450).Select(number => Add(Start + (number * 7 % 10))).ToList();

        var pages = await ListAsync(new ConversationFilter());

        var listed = pages.SelectMany(page => page).ToList();
        Assert.Equal(5, pages.Count);
        Assert.Equal(added.Order(StringComparer.Ordinal), listed.Select(one => one.ConversationId).Order(StringComparer.Ordinal));
        Assert.Equal(listed.Select(one => one.StartTimeUnixSecs).Order(), listed.Select(one => one.StartTimeUnixSecs));
        Assert.Equal(
            ("done", _agent, "Reception", 60.0),
            (listed[0].Status, listed[0].AgentId, listed[0].AgentName, listed[0].CallDurationSecs));
    }

    [Fact]
    public async Task Bounds_and_agent_choose_and_the_first_second_belongs_to_them()
    {
        var other = _platform.Store.AddAgent("Other").Id;
        string[] added = [Add(Start - 1), Add(Start), Add(Start + 1), Add(Start + 2)];
        _platform.Store.AddConversation(other, Start, caller: null);

        var pages = await ListAsync(new ConversationFilter { AgentId = _agent, FromUnixSecs = Start, BeforeUnixSecs = Start + 2 });

        Assert.Equal(added[1..3], pages.SelectMany(page => page).Select(one => one.ConversationId));
    }

    [Fact]
    public async Task List_whose_cursor_comes_again_ends()
    {
        await using var server = await SomeServer.StartAsync(
            ("/v1/convai/conversations", 200, """{"conversations": [], "next_cursor": "c"}"""));
        await using var client = PlatformClient.Of(server.Address, "key");

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(
            () => client.Api.Conversations.ListAsync(new ConversationFilter(), CancellationToken.None).ToListAsync().AsTask());

        Assert.Equal("A list of ElevenLabs does not end (GET /v1/convai/conversations).", thrown.Message);
    }

    [Fact]
    public async Task Detail_comes_as_it_is()
    {
        var id = Add(Start);

        var read = await Api.GetAsync(id, CancellationToken.None);

        Assert.True(JsonNode.DeepEquals(_platform.Store.Conversations[id].Detail(), JsonNode.Parse(read)));
    }

    [Theory]
    [InlineData(PlatformFault.TooManyConcurrent)]
    [InlineData(PlatformFault.SystemBusy)]
    [InlineData(PlatformFault.ServerError)]
    [InlineData(PlatformFault.CutBefore)]
    [InlineData(PlatformFault.CutAfter)]
    [InlineData(PlatformFault.CutWithin)]
    public async Task Fault_that_passes_is_waited_for(PlatformFault fault)
    {
        var id = Add(Start);
        _platform.Faults.Add("GET", id, fault, times: 6);

        Assert.NotEmpty(await Api.GetAsync(id, CancellationToken.None));
        Assert.Equal(7, _platform.Faults.Count);
    }

    [Theory]
    [InlineData(PlatformFault.Huge, ElevenLabsFault.TooLarge)]
    [InlineData(PlatformFault.Forbidden, ElevenLabsFault.Forbidden)]
    public async Task Fault_that_stays_is_said_at_once(PlatformFault fault, ElevenLabsFault expected)
    {
        var id = Add(Start);
        _platform.Faults.Add("GET", id, fault);

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(() => Api.GetAsync(id, CancellationToken.None));

        Assert.Equal((expected, 1), (thrown.Fault, _platform.Faults.Count));
    }

    [Fact]
    public async Task Recording_is_read_again_from_the_beginning_after_it_broke_off()
    {
        var id = Add(Start);
        var audio = _platform.Store.Conversations[id].Audio = [.. Enumerable.Range(0, 200_000).Select(number => (byte)number)];
        _platform.Faults.Add("GET", "/audio", PlatformFault.CutWithin, times: 2);

        byte[] read = [];
        await Api.ReadAudioAsync(
            id,
            async (stream, token) =>
            {
                using var into = new MemoryStream();
                await stream.CopyToAsync(into, token);
                read = into.ToArray();
            },
            CancellationToken.None);

        Assert.Equal(audio, read);
    }

    [Fact]
    public async Task Where_one_request_at_a_time_is_allowed_all_come_through_without_many_refusals()
    {
        var ids = Enumerable.Range(0, 30).Select(number => Add(Start + number)).ToList();
        _platform.Faults.MostAtATime = 1;

        await Task.WhenAll(ids.Select(id => Api.GetAsync(id, CancellationToken.None)));

        var refused = _platform.Log.Count(entry => entry.Status == 429);
        Assert.InRange(refused, 0, 6);
        Assert.Equal(30, _platform.Log.Count(entry => entry.Status == 200));
    }

    private string Add(long start) => _platform.Store.AddConversation(_agent, start, "+12025550123", "Hello?", "Hi.").Id;

    private async Task<List<IReadOnlyList<ConversationSummary>>> ListAsync(ConversationFilter filter)
        => await Api.ListAsync(filter, CancellationToken.None).ToListAsync();
}
