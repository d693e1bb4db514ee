using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Every payload file, over HTTP, into a server of its own, on either storage.</summary>
public abstract class PayloadFilesTests(StorageKind storage)
{
    private const string Sam = "+12025550123";
    private const string Hidden = "The caller withheld the number.";

    public static TheoryData<string, string, string?> Deliveries => new()
    {
        { "post_call_transcription.01-docs-minimal-no-phone.json", "learned", null },
        { "post_call_transcription.02-twilio-inbound-2025.json", "learned", null },
        { "post_call_transcription.03-twilio-inbound-2026-full.json", "learned", null },
        { "post_call_transcription.04-sip-inbound.json", "learned", null },
        { "post_call_transcription.05-widget-text-no-phone.json", "learned", null },
        { "post_call_transcription.07-outbound-voicemail.json", "learned", null },
        { "post_call_transcription.08-exclude-transcript.json", "learned", null },
        { "post_call_transcription.09-withheld-caller.json", "nothing", Hidden },
        { "post_call_transcription.10-failed-missing-dynamic-variables.json", "nothing", "The call failed." },
        { "post_call_transcription_otel.json", "learned", null },
        { "post_call_audio.json", "nothing", "A recording, stored next to its payload." },
        { "call_initiation_failure.twilio.json", "nothing", "No transcript." },
        { "unknown_event.json", "nothing", "No transcript." },
    };

    [Fact]
    public void Deliveries_are_all_named() =>
        Assert.Equal(
            Payloads.Deliveries().Order(StringComparer.Ordinal),
            Deliveries.Select(row => (string)((object?[])row)[0]!).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task Delivery_is_confirmed_archived_and_given_a_receipt(string file, string result, string? reason)
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        var body = Payloads.Read(file);
        var sent = WebhookCaller.Parse(body);

        var answer = (await server.Webhooks.DeliverAsync(body)).IsOk().Json;
        await server.LearnedAsync();

        Assert.Equal(["status", "type", "conversation_id"], answer.EnumerateObject().Select(field => field.Name), StringComparer.Ordinal);
        Assert.Equal("received", answer.GetProperty("status").GetString());
        Assert.Equal(sent.GetProperty("type").GetString(), answer.GetProperty("type").GetString());
        Assert.Equal(
            sent.GetProperty("data").GetProperty("conversation_id").GetString(), answer.GetProperty("conversation_id").GetString());
        var archived = Assert.Single(await server.ArchivedAsync());
        Assert.Equal(body, await server.ReadArchivedAsync(archived));
        var expected = new Receipt(result == "learned" ? ReceiptResult.Learned : ReceiptResult.NothingToLearn, reason, 1);
        Assert.Equal(expected, await server.ReceiptOfAsync(archived));
    }

    [Theory]
    [InlineData("client_data.request.sip.json", true)]
    [InlineData("client_data.request.twilio-2025.json", true)]
    [InlineData("client_data.request.twilio.json", true)]
    [InlineData("client_data.request.withheld.json", false)]
    public async Task Client_data_greets_Sam_and_nobody_else(string file, bool greets)
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));

        var answer = (await server.Webhooks.ClientDataAsync(Payloads.Read(file))).IsOk();

        Assert.Equal("conversation_initiation_client_data", answer.Json.GetProperty("type").GetString());
        Assert.Equal(
            [
                "user_name", "user_profile_summary", "last_call_summary", "last_call_date", "open_requests", "preferred_language",
                "user_name_confidence", "call_count", "is_shared_line", "secret__caller_token",
            ],
            answer.Json.GetProperty("dynamic_variables").EnumerateObject().Select(field => field.Name),
            StringComparer.Ordinal);
        Assert.Equal(greets ? "Sam" : "", answer.Variable("user_name"));
        Assert.Equal(greets ? "Welcome back, Sam! How can I help you today?" : null, answer.FirstMessage);
        Assert.Equal(greets, answer.Variable("last_call_summary").Contains("prefer email", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("client_data.request.sip.json")]
    [InlineData("client_data.request.twilio-2025.json")]
    [InlineData("client_data.request.twilio.json")]
    [InlineData("client_data.request.withheld.json")]
    public async Task Client_data_for_an_unknown_caller_gives_every_variable_empty(string file)
    {
        await using var server = await TestServer.StartAsync(storage: storage);

        var answer = (await server.Webhooks.ClientDataAsync(Payloads.Read(file))).IsOk();

        var isHidden = file.Contains("withheld", StringComparison.Ordinal);
        Assert.Equal(
            isHidden ? ["type", "dynamic_variables"] : ["type", "dynamic_variables", "user_id"],
            answer.Json.EnumerateObject().Select(field => field.Name),
            StringComparer.Ordinal);
        Assert.Equal(
            "{\"user_name\":\"\",\"user_profile_summary\":\"\",\"last_call_summary\":\"\",\"last_call_date\":\"\",\"open_requests\":\"\","
                + "\"preferred_language\":\"\",\"user_name_confidence\":\"\",\"call_count\":0,\"is_shared_line\":false}",
            answer.VariablesWithoutToken);
    }

    [Theory]
    [InlineData("search_data.request.flat.json")]
    [InlineData("search_data.request.enveloped.json")]
    public async Task Search_data_finds_what_was_said_with_its_turn(string file)
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.03-twilio-inbound-2026-full.json"));

        var answer = (await server.Webhooks.SearchDataAsync(Payloads.Read(file))).IsOk();

        Assert.Equal(Sam, answer.Json.GetProperty("profile").GetProperty("phone_number").GetString());
        var delivery = answer.Json.GetProperty("memories").EnumerateArray()
            .First(memory => memory.GetProperty("role").GetString() == "agent");
        Assert.Equal("Welcome back, Sam. How did the delivery of order 1042 go?", delivery.GetProperty("content").GetString());
        Assert.Equal(0, delivery.GetProperty("turn").GetInt32());
        Assert.Contains("Yes. My daughter Léa says ¡hola! — goodbye 👋", answer.Found, StringComparer.Ordinal);
        Assert.Contains("The caller prefers contact by email", answer.Json.GetProperty("context").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post_call_transcription.03-twilio-inbound-2026-full.json")]
    [InlineData("post_call_transcription.04-sip-inbound.json")]
    [InlineData("post_call_transcription_otel.json")]
    public async Task Turns_of_a_call_are_found_with_letters_of_any_script(string file)
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        await server.TeachAsync(Payloads.Read(file));

        var found = (await server.Webhooks.SearchDataAsync(Sam, "how did the delivery of order 1042 go")).IsOk();

        // What the caller answered is evidence before the question that it answers.
        Assert.Equal(
            ["It went fine, thanks. What did we agree on last time?", "Welcome back, Sam. How did the delivery of order 1042 go?"],
            found.Found.Take(2));
        if (!file.Contains("otel", StringComparison.Ordinal))
            Assert.Contains(
                "Yes. My daughter Léa says ¡hola! — goodbye 👋",
                (await server.Webhooks.SearchDataAsync(Sam, "daughter")).Found,
                StringComparer.Ordinal);
    }

    [Fact]
    public async Task Sip_call_belongs_to_the_caller_of_the_Twilio_call()
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        await server.TeachAsync(Payloads.Read("post_call_transcription.04-sip-inbound.json"));

        var record = await server.RecordOfAsync(Sam);

        Assert.Equal(
            ["conv_8901k5zvyjhmfg983brhmhkd98n6", "conv_sip01k5zvyjhmfg983brhmhkd98n6"],
            record!.Calls.Select(call => call.ConversationId),
            StringComparer.Ordinal);
        var answer = await server.Webhooks.ClientDataAsync(Sam);
        Assert.Equal("Sam", answer.Variable("user_name"));
        Assert.Contains("The caller prefers contact by email", answer.Variable("user_profile_summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_call_belongs_to_its_user_and_not_to_a_number()
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.05-widget-text-no-phone.json"));

        foreach (var field in (string[])["user_id", "app_user_id"])
            Assert.NotEmpty(
                (await server.Webhooks.SearchDataAsync(WebhookCaller.Bytes($$"""{"query":"delivery","{{field}}":"web-user-77"}"""))).Found);
        Assert.Empty((await server.Webhooks.SearchDataAsync("web-user-77", "delivery")).Found);
        Assert.Empty((await server.Webhooks.SearchDataAsync(Sam, "delivery")).Found);
    }

    [Fact]
    public async Task Outbound_voicemail_belongs_to_the_number_that_was_dialled()
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.07-outbound-voicemail.json"));

        Assert.Single((await server.RecordOfAsync(Sam))!.Calls);
        Assert.Null(await server.RecordOfAsync("+12025550100"));
    }

    [Fact]
    public async Task Call_without_transcript_teaches_summary_and_facts()
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read("post_call_transcription.08-exclude-transcript.json"));

        var record = await server.RecordOfAsync(Sam);

        Assert.Null(Assert.Single(record!.Memories).Turn);
        Assert.Equal(
            ["callback_requested", "household_size", "preferred_contact"],
            record.Known().Current.Select(fact => fact.Key).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.NotEmpty((await server.Webhooks.ClientDataAsync(Sam)).Variable("last_call_summary"));
    }

    [Theory]
    [InlineData("post_call_transcription.09-withheld-caller.json")]
    [InlineData("post_call_transcription.10-failed-missing-dynamic-variables.json")]
    public async Task Withheld_or_failed_call_teaches_nobody_anything(string file)
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        await server.TeachAsync(Payloads.Read(file));

        Assert.Empty(await server.Stored.RecordsAsync());
        foreach (var id in (string[])[Sam, "+266696687", "anonymous"])
            Assert.Equal(
                """{"profile":null,"memories":[],"context":""}""",
                (await server.Webhooks.SearchDataAsync(id, "delivery email")).IsOk().Text);
    }

    [Fact]
    public async Task Audio_is_kept_beside_its_payload_byte_for_byte()
    {
        await using var server = await TestServer.StartAsync(storage: storage);
        var body = Payloads.Read("post_call_audio.json");
        await server.TeachAsync(body);

        var recording = await server.Stored.ReadRecordingAsync(Assert.Single(await server.ArchivedAsync()));

        Assert.Equal(WebhookCaller.Parse(body).GetProperty("data").GetProperty("full_audio").GetBytesFromBase64(), recording);
        Assert.StartsWith("ID3", System.Text.Encoding.Latin1.GetString(recording), StringComparison.Ordinal);
    }

    public sealed class OnFiles() : PayloadFilesTests(StorageKind.Embedded);
}
