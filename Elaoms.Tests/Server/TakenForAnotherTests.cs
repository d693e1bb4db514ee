using System.Text.Json.Nodes;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>
/// What a web client can put into a conversation never reaches the record of somebody on the telephone, and nobody shares a record with
/// strangers.
/// </summary>
public sealed class TakenForAnotherTests
{
    private const string Sam = "+12025550123";

    /// <summary>What somebody who is not on the telephone can write into a payload.</summary>
    public static TheoryData<string> Claims =>
    [
        """{"user_id":"+12025550123"}""",
        """{"user_id":"tel:+12025550123"}""",
        """{"user_id":"sip:+12025550123@pbx.example"}""",
        """{"user_id":"12025550123"}""",
        """{"user_id":"001 202 555 0123"}""",
        """{"conversation_initiation_client_data":{"user_id":"+12025550123"}}""",
        """{"conversation_initiation_client_data":{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""",
        """{"conversation_initiation_client_data":{"dynamic_variables":{"system__called_number":"+12025550123"}}}""",
        """{"metadata":{"conversation_initiation_source":"widget"},"conversation_initiation_client_data":{"dynamic_variables":"""
            + """{"system__caller_id":"+12025550123"}}}""",
        """{"metadata":{"conversation_initiation_source":"unknown"},"conversation_initiation_client_data":{"dynamic_variables":"""
            + """{"system__caller_id":"+12025550123"}}}""",
        """{"metadata":{},"conversation_initiation_client_data":{"source_info":{"source":"twilio"},"dynamic_variables":"""
            + """{"system__caller_id":"+12025550123"}}}""",
        """{"metadata":{"conversation_initiation_source":"twilio"},"conversation_initiation_client_data":{"source_info":"""
            + """{"source":"twilio","version":"1.0"},"dynamic_variables":{"system__caller_id":"+12025550123"}}}""",
        """{"metadata":{"user_id":"+12025550123","phone_call":null,"whatsapp":null,"sms":null},"user_id":"+12025550123"}""",
        """{"metadata":{"phone_call":"""
            + """[],"whatsapp":"+12025550123","sms":true},"user_id":"+12025550123","conversation_initiation_client_data":"""
            + """{"dynamic_variables":{"system__caller_id":"+12025550123"}}}""",
    ];

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task Web_call_that_claims_a_number_changes_nothing_of_the_telephone_caller(string claim)
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        var before = (await server.Webhooks.ClientDataAsync(Sam)).IsOk();
        Assert.Equal("Sam", before.Variable("user_name"));

        await server.TeachAsync(WebCall(claim));

        var after = (await server.Webhooks.ClientDataAsync(Sam)).IsOk();
        Assert.Equal("Sam", after.Variable("user_name"));
        Assert.Equal(before.CallCount, after.CallCount);
        var found = (await server.Webhooks.SearchDataAsync(Sam, "what is my name")).IsOk().Text;
        Assert.DoesNotContain("Mallory", found, StringComparison.Ordinal);
        Assert.Single((await server.RecordOfAsync(Sam))!.Calls);
    }

    [Theory]
    [InlineData("Unknown Caller")]
    [InlineData("Unavailable.")]
    [InlineData("Restricted Number")]
    [InlineData("Anonymous Caller")]
    [InlineData("private caller")]
    [InlineData("unbekannt")]
    [InlineData("asserted-id")]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("none")]
    [InlineData("N/A")]
    [InlineData("-")]
    [InlineData("{{system__caller_id}}")]
    [InlineData("0000000000")]
    [InlineData("000")]
    [InlineData("+10000000000")]
    public async Task Caller_that_everybody_could_be_is_nobody(string shared)
    {
        await using var server = await TestServer.StartAsync();

        await server.TeachAsync(Payloads.Call(shared, "conv_shared", 1_790_000_000, "My name is Mallory."));
        await server.TeachAsync(WebCall(new JsonObject { ["user_id"] = shared }.ToJsonString()));

        Assert.Empty(await server.Stored.RecordsAsync());
        Assert.Equal("", (await server.Webhooks.ClientDataAsync(shared)).IsOk().Variable("user_name"));
        foreach (var field in (string[])["user_id", "caller_id", "app_user_id"])
        {
            var body = WebhookCaller.Bytes(new JsonObject { [field] = shared, ["query"] = "name" });
            Assert.Empty((await server.Webhooks.SearchDataAsync(body)).IsOk().Found);
        }
    }

    private static byte[] WebCall(string claim)
    {
        var payload = JsonNode.Parse(Payloads.Call("", "conv_web", 1_799_000_000, "My name is Mallory.", "Call me Mallory."))!;
        var data = payload["data"]!.AsObject();
        data["metadata"]!.AsObject().Remove("phone_call");
        foreach (var (name, value) in JsonNode.Parse(claim)!.AsObject())
        {
            if (name == "metadata")
                foreach (var (member, told) in value!.AsObject())
                    data["metadata"]![member] = told?.DeepClone();
            else
                data[name] = value?.DeepClone();
        }

        return WebhookCaller.Bytes(payload);
    }
}
