using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>What kinds of memories a search finds.</summary>
public sealed class SearchSectorsTests
{
    private const string Sam = "+12025550123";

    [Fact]
    public async Task Search_finds_memories_of_all_sectors_and_levels()
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(Payloads.Call(
            Sam,
            "parrot",
            Payloads.Recent,
            "My name is Dana Reyes and I ordered parrot seeds.",
            "I'm really frustrated about the parrot seeds.",
            "This is the third time I call about the parrot seeds.",
            "The parrot seeds never came. I'd prefer email, please.",
            "The parrot seeds were the red ones."));

        var answer = (await server.Webhooks.SearchDataAsync(Sam, "parrot seeds")).IsOk();

        var memories = answer.Json.GetProperty("memories").EnumerateArray().ToList();
        Assert.Equal(
            ["emotional", "episodic", "procedural", "reflective", "semantic"],
            memories.Select(memory => memory.GetProperty("sector").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal([0.3, 0.7, 0.9], memories.Select(memory => memory.GetProperty("salience").GetDouble()).Distinct().Order());
    }
}
