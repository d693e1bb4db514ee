using System.Text;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of engine notes.</summary>
public abstract class EngineNotesContract(StorageKind kind) : DocumentStoreContract<EngineNote>(kind, IndexJson.Default.EngineNote)
{
    [Fact]
    public async Task Note_of_5000_memories_is_read_as_it_was_written_and_replaced()
    {
        string[] Ids() => [Guid.NewGuid().ToString(), Guid.NewGuid().ToString()];
        var held = Enumerable.Range(0, 5000).Select(i => ($"conv_{i:x32}-turn-{i}", new IndexedMemory($"{i:x16}", Ids())));
        await WriteAsync(Name, Of("s", [.. held]));
        await WriteAsync(Name, Sample(1));

        await IsKeptAsync(Of("s", [.. held]));
    }

    [Fact]
    public void Note_of_any_ids_is_read_as_it_was_written() => Check(CallerIds.Any, async id =>
    {
        var sound = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id));
        var note = Of(sound, (sound, new IndexedMemory(sound, [sound], sound))) with
        {
            Suspects = new Dictionary<string, int>(StringComparer.Ordinal) { [sound] = sound.Length },
        };

        await WriteAsync(Name, note);

        Assert.Equivalent(note, (await ReadAsync(Name))!.Value, strict: true);
    });

    protected override EngineNote Sample(int number) => number switch
    {
        0 => Of("none"),
        1 => Of(
            "a server",
            ("c1-turn-0", new IndexedMemory("mark", ["id1", "id2"])),
            ("c1-turn-1", new IndexedMemory("mark2", [], "merged"))) with
        {
            Suspects = new Dictionary<string, int>(StringComparer.Ordinal) { ["c2-turn-7"] = 2 },
        },
        _ => Of($"server {number}", ("c9", new IndexedMemory("m", ["é\"\\\n🦜"]))),
    };

    private static EngineNote Of(string server, params (string Id, IndexedMemory Held)[] held)
        => new() { Server = server, Held = held.ToDictionary(one => one.Id, one => one.Held, StringComparer.Ordinal) };

    public sealed class OnFiles() : EngineNotesContract(StorageKind.Embedded);
}
