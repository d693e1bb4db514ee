using Elaoms.Core.Storage.Documents;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of vectors.</summary>
public abstract class CallerVectorsContract(StorageKind kind) : DocumentStoreContract<CallerVectors>(kind, IndexJson.Default.CallerVectors)
{
    [Fact]
    public Task As_many_vectors_as_a_caller_can_have_are_read_as_they_were_written_by_the_next_process()
    {
        var vector = Enumerable.Range(0, 1536).Select(number => (byte)number).ToArray();
        return IsKeptAsync(Of("m", [.. Enumerable.Range(0, 4000).Select(i => ($"conv_{i:x32}-turn-{i}", vector))]));
    }

    protected override CallerVectors Sample(int number) => number switch
    {
        0 => Of("none"),
        1 => Of("a model", ("c1-turn-0", [1, 2, 255]), ("é\"\\\n🦜", [])),
        _ => Of("another", ($"c{number}", [0])),
    };

    private static CallerVectors Of(string model, params (string Id, byte[] Vector)[] held) => new()
    {
        Model = model,
        Held = held.ToDictionary(one => one.Id, one => new StoredVector("mark", one.Vector), StringComparer.Ordinal),
    };

    public sealed class OnFiles() : CallerVectorsContract(StorageKind.Embedded);
}
