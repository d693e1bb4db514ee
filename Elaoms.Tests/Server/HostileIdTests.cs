using System.Text.Json.Nodes;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>What a sender calls a conversation never chooses where anything is written.</summary>
public sealed class HostileIdTests
{
    public static TheoryData<string> Ids =>
    [
        "../../x", "../../../../../../../../tmp/x", @"..\..\x", "{root}/absolute", "file://{root}/x", @"C:\x", "a/../../../x", "%2e%2e%2fx",
        "..%2f..%2fx", "x/y/z", "", " ", ".", "..", "...",
        "CON", "NUL", "aux.txt", "LPT1", "com1.json", "a\0b", "a\nb", "a\r\nb", "\u202Etxt", "~", "~root", "$HOME", "`id`", "x:stream", "*",
        "?", "<>|\"", "\u0000", "long",
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Hostile_conversation_id_writes_nothing_outside_the_archive_and_is_learned(string id)
    {
        await using var server = await TestServer.StartAsync(payloads: folder => folder.Of("one", "two", "three", "payloads"));
        id = id == "long" ? new string('x', 10_000) : id.Replace("{root}", server.Folder.Path, StringComparison.Ordinal);
        var payload = JsonNode.Parse(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"))!;
        payload["data"]!["conversation_id"] = id;
        var audio = JsonNode.Parse(Payloads.Read("post_call_audio.json"))!;
        audio["data"]!["conversation_id"] = id;
        audio["type"] = "post_call_audio";

        // The first call brings the queue's own files.
        await server.TeachAsync(Payloads.Call("+12025550199", "conv_first", 1_791_300_000, "Hello."));
        var before = Outside(server);

        await server.TeachAsync(WebhookCaller.Bytes(payload));
        await server.TeachAsync(WebhookCaller.Bytes(audio));
        payload["type"] = id;
        await server.TeachAsync(WebhookCaller.Bytes(payload));

        Assert.Equal(before, Outside(server), StringComparer.Ordinal);
        Assert.Equal(4, (await server.ArchivedAsync()).Count);
        Assert.Equal(4, Directory.EnumerateFiles(server.PayloadFolder, "*.json", SearchOption.AllDirectories).Count());
        var record = await server.RecordOfAsync("+12025550123");
        var call = Assert.Single(record!.Calls);
        Assert.All(record.Memories, memory => Assert.Equal(call.ConversationId, memory.ConversationId));
        Assert.Equal("Sam", (await server.Webhooks.ClientDataAsync("+12025550123")).Variable("user_name"));
        Assert.Equal("My name is Sam.", (await server.Webhooks.SearchDataAsync("+12025550123", "my name")).Found[0]);
    }

    [Fact]
    public async Task Long_ids_with_one_beginning_stay_two_conversations()
    {
        await using var server = await TestServer.StartAsync();
        var start = new string('x', 10_000);
        await server.TeachAsync(Payloads.Call("+12025550123", start + "1", 1_791_300_000, "One."));
        await server.TeachAsync(Payloads.Call("+12025550123", start + "2", 1_791_300_000, "Two."));

        Assert.Equal(2, (await server.RecordOfAsync("+12025550123"))!.Calls.Count);
    }

    private static IReadOnlyList<string> Outside(TestServer server) =>
        [.. server.Folder.Listing().Where(entry => !entry.StartsWith("one/two/three/payloads/", StringComparison.Ordinal))];
}
