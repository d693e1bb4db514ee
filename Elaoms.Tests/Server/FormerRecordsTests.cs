using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Records that were written when a line without a number was still of the kind User, over every route.</summary>
public sealed class FormerRecordsTests
{
    private const string Sam = "+12025550123";

    // As version 0.1.0 of the store wrote it, to the letter.
    private static readonly RecordHead Former = StoredJson.Read<RecordHead>(
        """
        {"version":1,"revision":1,"caller":{"kind":"User","identity":"anna"},
         "calls":[{"conversation_id":"conv_former","payload":"2026/10/07/0/none.json","agent_id":"agent_test",
                   "standing":{"event_timestamp":1790000000,"body_hash":"00"},"started_at":"2026-09-21T13:33:20+00:00"}],
         "facts":[],
         "memories":[{"id":"f-turn-0","text":"I want apples, said Anna before.","sector":"episodic","salience":0.3,
                      "time":"2026-09-21T13:33:20+00:00","role":"user","conversation_id":"conv_former","turn":0}]}
        """u8.ToArray(),
        RecordJson.Default.RecordHead);

    [Fact]
    public async Task Former_record_is_found_by_the_line_and_by_the_application()
    {
        await using var server = await StartAsync();

        foreach (var field in (string[])["caller_id", "app_user_id"])
        {
            var begun = await BeginAsync(server, field, "anna");
            Assert.Equal(1, CallsOf(begun));
            Assert.Single((await server.Webhooks.SearchDataAsync(Search(field, "anna"))).IsOk().Found);
            Assert.Single((await server.Webhooks.SearchDataAsync(Search(null, null), begun.CallerToken)).IsOk().Found);
            Assert.Single((await server.Webhooks.SearchDataAsync(Search(field, "anna"), begun.CallerToken)).IsOk().Found);
        }
    }

    [Fact]
    public async Task Former_record_is_the_applications_alone_once_the_application_has_called()
    {
        await using var server = await StartAsync();
        var token = (await BeginAsync(server, "caller_id", "anna")).CallerToken;

        await server.TeachAsync(Call("conv_app", 1_799_000_000, "I want apples, says Anna of the app.", telephone: null, userId: "anna"));

        Assert.Equal(2, CallsOf(await BeginAsync(server, "app_user_id", "anna")));
        Assert.Equal(0, CallsOf(await BeginAsync(server, "caller_id", "anna")));
        Assert.Empty((await server.Webhooks.SearchDataAsync(Search("caller_id", "anna"))).IsOk().Found);
        // Also in a call that began before.
        Assert.Empty((await server.Webhooks.SearchDataAsync(Search(null, null), token)).IsOk().Found);
    }

    [Fact]
    public async Task Call_that_is_learned_again_moves_to_where_it_belongs()
    {
        await using var server = await StartAsync();
        // The claim of the former call, as it was written then.
        var call = Call("conv_former", 1_799_000_000, "I want apples, said Anna before.", telephone: "anna", userId: null);
        var keys = server.Get<CallerKeys>();
        var envelope = new PostCallEvent("post_call_transcription", 0, "conv_former");
        var conversation = PayloadName.Of(DateTimeOffset.UnixEpoch, envelope, new byte[32]).ConversationHash;
        var claim = new ConversationClaim(Former.Calls[0].PayloadVersion, Former.Calls[0].Payload, keys.Of(Former.Caller).Value, []);
        await server.Get<IDocumentStore<ConversationClaim>>().TryWriteAsync(conversation, claim, replaces: null, CancellationToken.None);

        await server.TeachAsync(call);

        Assert.Equal(1, CallsOf(await BeginAsync(server, "caller_id", "anna")));
        Assert.Equal(0, CallsOf(await BeginAsync(server, "app_user_id", "anna")));
        Assert.Equal(CallerKind.Line, Assert.Single(await server.Stored.RecordsAsync(), record => record.Calls.Count > 0).Caller.Kind);
    }

    [Fact]
    public async Task Application_never_reads_the_former_record_of_a_number_or_an_address()
    {
        await using var server = await StartAsync();
        foreach (var (kind, identity) in ((CallerKind, string)[])[(CallerKind.Phone, Sam), (CallerKind.Sip, "anna@pbx.example")])
            await WriteAsync(server, Former with { Caller = new Caller(kind, identity) });

        foreach (var id in (string[])[Sam, "12025550123", "tel:+12025550123", "sip:+12025550123@pbx.example", "sip:anna@pbx.example"])
        {
            var begun = await BeginAsync(server, "app_user_id", id);
            Assert.Equal((id, 0), (id, CallsOf(begun)));
            Assert.Empty((await server.Webhooks.SearchDataAsync(Search("app_user_id", id))).IsOk().Found);
            Assert.Empty((await server.Webhooks.SearchDataAsync(Search("user_id", id), begun.CallerToken)).IsOk().Found);
        }

        Assert.Equal(1, CallsOf(await BeginAsync(server, "caller_id", Sam)));
        Assert.Equal(1, CallsOf(await BeginAsync(server, "caller_id", "sip:anna@pbx.example")));
    }

    [Fact]
    public async Task Former_record_under_a_name_that_is_hidden_by_now_is_read_by_nobody()
    {
        await using var server = await StartAsync();
        foreach (var name in (string[])["Unknown Caller", "null", "{{system__caller_id}}"])
        {
            await WriteAsync(server, Former with { Caller = new Caller(CallerKind.User, name) });
            foreach (var field in (string[])["caller_id", "app_user_id"])
            {
                Assert.Equal(0, CallsOf(await BeginAsync(server, field, name)));
                Assert.Empty((await server.Webhooks.SearchDataAsync(Search(field, name))).IsOk().Found);
            }

            Assert.Empty((await server.Webhooks.SearchDataAsync(Search("user_id", name))).IsOk().Found);
        }
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await WriteAsync(server, Former);
        return server;
    }

    private static async Task WriteAsync(TestServer server, RecordHead record)
    {
        var key = server.Get<CallerKeys>().Of(record.Caller);
        await server.Get<IDocumentStore<RecordHead>>().WriteAsync(key, record);
        await server.Get<IDocumentStore<CallerProfile>>().WriteAsync(key, record.DigestNow().Profile);
    }

    private static async Task<Answer> BeginAsync(TestServer server, string field, string id)
    {
        var request = new JsonObject { [field] = id, ["agent_id"] = "agent_test" };
        return (await server.Webhooks.ClientDataAsync(WebhookCaller.Bytes(request))).IsOk();
    }

    private static int CallsOf(Answer answer) => answer.CallCount;

    private static byte[] Search(string? field, string? id)
    {
        var body = new JsonObject { ["query"] = "apples", ["agent_id"] = "agent_test" };
        if (field is not null)
            body[field] = id;
        return WebhookCaller.Bytes(body);
    }

    private static byte[] Call(string conversation, long timestamp, string words, string? telephone, string? userId)
    {
        var call = JsonNode.Parse(Payloads.Call(telephone ?? "", conversation, timestamp, words))!;
        if (telephone is null)
            call["data"]!["metadata"]!.AsObject().Remove("phone_call");
        call["data"]!["user_id"] = userId;
        return WebhookCaller.Bytes(call);
    }
}
