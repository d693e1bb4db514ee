using System.Text;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IDocumentStore{T}"/> promises, for documents of one kind.</summary>
public abstract class DocumentStoreContract<T>(StorageKind kind, JsonTypeInfo<T> type) : StorageTests(kind)
    where T : class, IStoredDocument
{
    /// <summary>The name of a document, as the product names those of this kind.</summary>
    protected static string Name => NameOf(1);

    /// <summary>The store under test.</summary>
    protected IDocumentStore<T> Documents => Stores.Get<IDocumentStore<T>>();

    [Fact]
    public async Task Document_nobody_wrote_is_null()
    {
        Assert.Null(await ReadAsync(Name));
        Assert.Null(await Documents.ReadETagAsync(Name, CancellationToken.None));
        Assert.Empty(await ListAsync());
        await Documents.DeleteAsync(Name, CancellationToken.None);
    }

    [Fact]
    public async Task Document_is_read_as_it_was_written_under_its_name_alone()
    {
        for (var i = 0; i < 3; i++)
        {
            var etag = await WriteAsync(Name, Sample(i), await Documents.ReadETagAsync(Name, CancellationToken.None));

            var stored = (await ReadAsync(Name))!;
            Assert.Equal(JsonOf(Sample(i)), JsonOf(stored.Value));
            Assert.Equal((etag, StoredJson.Write(Sample(i), type).Length), (stored.ETag, stored.SizeBytes));
            Assert.Equal(etag, await Documents.ReadETagAsync(Name, CancellationToken.None));
        }

        Assert.Null(await ReadAsync(NameOf(2)));
    }

    [Fact]
    public async Task Document_is_replaced_only_over_the_version_that_was_read()
    {
        var first = await WriteAsync(Name, Sample(1), null);
        Assert.Null(await TryWriteAsync(Name, Sample(2), null));

        var second = await WriteAsync(Name, Sample(2), first);

        Assert.NotEqual(first, second);
        Assert.Null(await TryWriteAsync(Name, Sample(1), first));
        await HoldsAsync(Name, Sample(2), second);
    }

    [Fact]
    public async Task Document_written_by_another_process_is_replaced_over_its_etag()
    {
        await using var other = Storage.Open();
        var first = await WriteAsync(Name, Sample(1), null);

        var second = await other.Get<IDocumentStore<T>>().TryWriteAsync(Name, Sample(2), first, CancellationToken.None);

        await HoldsAsync(Name, Sample(2), second!);
    }

    [Fact]
    public async Task Document_written_twice_with_the_same_content_has_another_etag()
    {
        var first = await WriteAsync(Name, Sample(1), null);

        var second = await WriteAsync(Name, Sample(1), first);

        Assert.NotEqual(first, second);
        Assert.Null(await TryWriteAsync(Name, Sample(1), first));
        Assert.False(await Documents.TryDeleteAsync(Name, first, CancellationToken.None));
        await HoldsAsync(Name, Sample(1), second);
    }

    [Fact]
    public async Task Document_is_deleted_only_in_the_version_that_was_read()
    {
        var first = await WriteAsync(Name, Sample(1), null);
        var second = await WriteAsync(Name, Sample(2), first);
        await WriteAsync(NameOf(2), Sample(1), null);

        Assert.False(await Documents.TryDeleteAsync(Name, first, CancellationToken.None));
        await HoldsAsync(Name, Sample(2), second);
        Assert.True(await Documents.TryDeleteAsync(Name, second, CancellationToken.None));

        Assert.Null(await ReadAsync(Name));
        Assert.NotNull(await ReadAsync(NameOf(2)));
    }

    [Fact]
    public async Task Document_that_is_gone_already_counts_as_deleted_and_one_made_anew_does_not()
    {
        var before = await WriteAsync(Name, Sample(1), null);
        Assert.True(await Documents.TryDeleteAsync(Name, before, CancellationToken.None));
        Assert.True(await Documents.TryDeleteAsync(Name, before, CancellationToken.None));
        Assert.Null(await TryWriteAsync(Name, Sample(1), before));

        var after = await WriteAsync(Name, Sample(1), null);

        Assert.NotEqual(before, after);
        Assert.False(await Documents.TryDeleteAsync(Name, before, CancellationToken.None));
        Assert.Null(await TryWriteAsync(Name, Sample(2), before));
        await HoldsAsync(Name, Sample(1), after);
    }

    [Fact]
    public async Task Document_deleted_whatever_its_version_is_gone_and_others_are_not()
    {
        var etag = await WriteAsync(Name, Sample(1), null);
        await WriteAsync(NameOf(2), Sample(2), null);

        await Documents.DeleteAsync(Name, CancellationToken.None);

        Assert.Null(await ReadAsync(Name));
        Assert.Null(await Documents.ReadETagAsync(Name, CancellationToken.None));
        Assert.Null(await TryWriteAsync(Name, Sample(1), etag));
        Assert.Equal([NameOf(2)], await ListAsync());
    }

    [Fact]
    public async Task Documents_are_listed_once()
    {
        await using var other = Storage.Open();
        for (var i = 0; i < 8; i++)
        {
            var store = i % 2 == 0 ? Documents : other.Get<IDocumentStore<T>>();
            Assert.NotNull(await store.TryWriteAsync(NameOf(i), Sample(i), null, CancellationToken.None));
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(NameOf).Order(StringComparer.Ordinal), await ListAsync());
    }

    [Fact]
    public async Task Document_that_several_race_for_is_written_by_one_of_them()
    {
        await using var other = Storage.Open();
        string? etag = null;
        for (var round = 0; round < 10; round++)
        {
            var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writing = new[] { Stores, other, Stores, other }.Select((stores, i) => Task.Run(async () =>
            {
                await together.Task;
                return await stores.Get<IDocumentStore<T>>().TryWriteAsync(Name, Sample(i), etag, CancellationToken.None);
            })).ToList();
            together.SetResult();
            var etags = await Task.WhenAll(writing);

            etag = Assert.Single(etags, written => written is not null);
            await HoldsAsync(Name, Sample(Array.IndexOf(etags, etag)), etag!);
        }
    }

    [Fact]
    public async Task Document_that_one_deletes_while_another_replaces_it_is_either_gone_or_there()
    {
        await using var other = Storage.Open();
        for (var round = 0; round < 10; round++)
        {
            var etag = await WriteAsync(Name, Sample(1), await Documents.ReadETagAsync(Name, CancellationToken.None));
            var replacing = Task.Run(async () =>
                await other.Get<IDocumentStore<T>>().TryWriteAsync(Name, Sample(2), etag, CancellationToken.None));
            var deleted = await Task.Run(async () => await Documents.TryDeleteAsync(Name, etag, CancellationToken.None));
            var replaced = await replacing;

            Assert.NotEqual(deleted, replaced is not null);
            Assert.Equal(replaced, await Documents.ReadETagAsync(Name, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Document_outlives_the_process()
    {
        var etag = await WriteAsync(Name, Sample(2), null);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        var stored = (await next.Get<IDocumentStore<T>>().ReadAsync(Name, CancellationToken.None))!;
        Assert.Equal((JsonOf(Sample(2)), etag), (JsonOf(stored.Value), stored.ETag));
        Assert.NotNull(await next.Get<IDocumentStore<T>>().TryWriteAsync(Name, Sample(1), etag, CancellationToken.None));
    }

    /// <summary>A document of this kind; each number gives another one, and always the same.</summary>
    protected abstract T Sample(int number);

    /// <summary>Names of documents, as the product's are: hex digits of a hash.</summary>
    protected static string NameOf(int number) => $"{number:x64}";

    protected ValueTask<Versioned<T>?> ReadAsync(string name) => Documents.ReadAsync(name, CancellationToken.None);

    protected ValueTask<string?> TryWriteAsync(string name, T document, string? replaces)
        => Documents.TryWriteAsync(name, document, replaces, CancellationToken.None);

    /// <summary>Writes a document that must be written, over whatever is there.</summary>
    protected async Task WriteAsync(string name, T document)
        => await WriteAsync(name, document, await Documents.ReadETagAsync(name, CancellationToken.None));

    protected async Task<string> WriteAsync(string name, T document, string? replaces)
    {
        var etag = await TryWriteAsync(name, document, replaces);
        Assert.NotNull(etag);
        return etag;
    }

    /// <summary>Writes a document, closes the storage, and demands it of the next process.</summary>
    protected async Task IsKeptAsync(T document)
    {
        await WriteAsync(Name, document);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        var stored = (await next.Get<IDocumentStore<T>>().ReadAsync(Name, CancellationToken.None))!;
        Assert.Equal(JsonOf(document), JsonOf(stored.Value));
        Assert.Equal(StoredJson.Write(document, type).Length, stored.SizeBytes);
    }

    protected string JsonOf(T document) => Encoding.UTF8.GetString(StoredJson.Write(document, type));

    private async Task HoldsAsync(string name, T document, string etag)
    {
        var stored = (await ReadAsync(name))!;
        Assert.Equal((JsonOf(document), etag), (JsonOf(stored.Value), stored.ETag));
    }

    private async Task<IEnumerable<string>> ListAsync()
    {
        var listed = await Documents.ListAsync(CancellationToken.None).ToListAsync();
        return listed.Select(document => document.Name).Order(StringComparer.Ordinal);
    }
}
