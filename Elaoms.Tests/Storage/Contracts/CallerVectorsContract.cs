using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="ICallerValues{T}"/> promises.</summary>
public abstract class CallerVectorsContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly CallerKey Sam = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly CallerKey Ann = CallerKey.Of(SampleRecords.Sam with { Identity = "+12025550199" }, "k"u8);
    private static readonly CallerVectors First = Of("a model", ("c1-turn-0", [1, 2, 255]), ("é\"\\\n🦜", []));
    private static readonly CallerVectors Second = Of("another", ("c9", [0]));

    private ICallerValues<CallerVectors> Vectors => Stores.Get<ICallerValues<CallerVectors>>();

    [Fact]
    public async Task Vectors_nobody_wrote_are_null()
    {
        Assert.Null(await ReadAsync(Sam));
        Assert.Null(await ReadETagAsync(Sam));
        await Vectors.DeleteAsync(Sam, CancellationToken.None);
    }

    [Fact]
    public async Task Vectors_are_read_as_they_were_written_in_order_and_by_their_caller_alone()
    {
        var tag = await WriteAsync(Sam, First, null);

        var stored = (await ReadAsync(Sam))!;
        Assert.Equal((Json(First), tag, Json(First).Length), (Json(stored.Value), stored.ETag, stored.SizeBytes));
        Assert.Equal(First.Held.Keys, stored.Value.Held.Keys);
        Assert.Equal(tag, await ReadETagAsync(Sam));
        Assert.Null(await ReadAsync(Ann));
    }

    [Fact]
    public async Task Vectors_are_replaced_only_over_the_version_that_was_read()
    {
        var first = await WriteAsync(Sam, First, null);
        Assert.Null(await Vectors.TryWriteAsync(Sam, Second, null, CancellationToken.None));

        var second = await WriteAsync(Sam, Second, first);

        Assert.NotEqual(first, second);
        Assert.Null(await Vectors.TryWriteAsync(Sam, First, first, CancellationToken.None));
        Assert.Equal(Json(Second), Json((await ReadAsync(Sam))!.Value));
    }

    [Fact]
    public async Task Vectors_that_were_deleted_are_gone_and_those_of_others_are_not()
    {
        var tag = await WriteAsync(Sam, First, null);
        await WriteAsync(Ann, Second, null);

        await Vectors.DeleteAsync(Sam, CancellationToken.None);

        Assert.Null(await ReadAsync(Sam));
        Assert.Null(await ReadETagAsync(Sam));
        Assert.Null(await Vectors.TryWriteAsync(Sam, First, tag, CancellationToken.None));
        Assert.Equal(Json(Second), Json((await ReadAsync(Ann))!.Value));
    }

    [Fact]
    public async Task As_many_vectors_as_a_caller_can_have_are_read_as_they_were_written_by_the_next_process()
    {
        var vector = Enumerable.Range(0, 1536).Select(number => (byte)number).ToArray();
        var many = Of("m", [.. Enumerable.Range(0, 4000).Select(i => ($"conv_{i:x32}-turn-{i}", vector))]);
        await WriteAsync(Sam, many, null);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equal(Json(many), Json((await next.Get<ICallerValues<CallerVectors>>().ReadAsync(Sam, CancellationToken.None))!.Value));
    }

    private ValueTask<Stored<CallerVectors>?> ReadAsync(CallerKey caller) => Vectors.ReadAsync(caller, CancellationToken.None);

    private ValueTask<string?> ReadETagAsync(CallerKey caller) => Vectors.ReadETagAsync(caller, CancellationToken.None);

    private async Task<string> WriteAsync(CallerKey caller, CallerVectors vectors, string? replaces)
    {
        var tag = await Vectors.TryWriteAsync(caller, vectors, replaces, CancellationToken.None);
        Assert.NotNull(tag);
        return tag;
    }

    private static CallerVectors Of(string model, params (string Id, byte[] Vector)[] held)
        => new() { Model = model, Held = held.ToDictionary(one => one.Id, one => new StoredVector("mark", one.Vector), StringComparer.Ordinal) };

    private static string Json(CallerVectors vectors) => JsonSerializer.Serialize(vectors, EmbeddingsJson.Default.CallerVectors);

    public sealed class OnFiles() : CallerVectorsContract(StorageKind.Embedded);
}
