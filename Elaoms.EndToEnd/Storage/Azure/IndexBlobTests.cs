using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>Notes and tasks on an account: answers that are lost, and blobs that nobody of us has written.</summary>
public sealed class IndexBlobTests : LossyStorageTests
{
    private static readonly CallerKey Sam = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly EngineNote Note = new() { Server = "s" };
    private static readonly IndexTask Due = new(FixedClock.Start, IsTaken: false, 3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Note_whose_answer_was_lost_counts_as_written_by_another_and_is_there(bool isFirst)
    {
        var before = isFirst ? null : await Stores.Notes.TryWriteAsync(Sam, Note with { Server = "before" }, null, CancellationToken.None);
        Proxy.Lose(1, "PUT", "/engine/notes/");

        Assert.Null(await Stores.Notes.TryWriteAsync(Sam, Note, before, CancellationToken.None));

        Assert.Equal(1, Proxy.Lost);
        var stored = (await Stores.Notes.ReadAsync(Sam, CancellationToken.None))!;
        Assert.Equivalent(Note, stored.Value, strict: true);
        Assert.NotNull(await Stores.Notes.TryWriteAsync(Sam, Note, stored.ETag, CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Task_whose_answer_was_lost_counts_as_written_by_another_and_is_there(bool isFirst)
    {
        var before = isFirst ? null : await Stores.Tasks.TryWriteAsync(Sam, Due with { Tries = 2 }, null, CancellationToken.None);
        Proxy.Lose(1, "PUT", "/engine/due/");

        Assert.Null(await Stores.Tasks.TryWriteAsync(Sam, Due, before, CancellationToken.None));

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal(Due, (await Stores.Tasks.ReadAsync(Sam, CancellationToken.None))!.Value);
        Assert.Equal([Sam], await DueAsync());
    }

    [Fact]
    public async Task Note_deleted_whose_answer_was_lost_is_gone()
    {
        await Stores.Notes.TryWriteAsync(Sam, Note, null, CancellationToken.None);
        Proxy.Lose(1, "DELETE", "/engine/notes/");

        await Stores.Notes.DeleteAsync(Sam, CancellationToken.None);

        Assert.Equal(1, Proxy.Lost);
        Assert.Null(await Stores.Notes.ReadAsync(Sam, CancellationToken.None));
    }

    [Fact]
    public async Task Task_deleted_whose_answer_was_lost_is_gone_and_counts_as_deleted()
    {
        var tag = (await Stores.Tasks.TryWriteAsync(Sam, Due, null, CancellationToken.None))!;
        Proxy.Lose(1, "DELETE", "/engine/due/");

        Assert.True(await Stores.Tasks.TryDeleteAsync(Sam, tag, CancellationToken.None));

        Assert.Equal(1, Proxy.Lost);
        Assert.Null(await Stores.Tasks.ReadAsync(Sam, CancellationToken.None));
    }

    [Fact]
    public async Task Caller_added_whose_answer_was_lost_is_due_once()
    {
        var callers = new CallersToIndex(
            Stores.Tasks, Storage.Settings with { OpenMemory = new Uri("http://127.0.0.1:9") }, TimeProvider.System);
        Proxy.Lose(1, "PUT", "/engine/due/");

        await callers.AddAsync(Sam, CancellationToken.None);

        Assert.Equal(1, Proxy.Lost);
        Assert.Equal([Sam], await Stores.Tasks.ListDueAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None).ToListAsync());
        Assert.Equal(1, await Stores.Tasks.CountAsync());
    }

    [Fact]
    public async Task Task_that_does_not_say_when_it_is_due_is_listed_and_what_is_no_task_is_not()
    {
        await Storage.Account.Engine.UploadBlobAsync($"due/{Sam.Value}.json", BinaryData.FromString("{}"));
        await Storage.Account.Engine.UploadBlobAsync("due/x", BinaryData.FromString("{}"));
        await Storage.Account.Engine.UploadBlobAsync("notes/x.json", BinaryData.FromString("{}"));

        Assert.Equal([Sam], await DueAsync());
        Assert.Equal(new IndexTask(default, IsTaken: false, 0), (await Stores.Tasks.ReadAsync(Sam, CancellationToken.None))!.Value);
    }

    private async Task<IReadOnlyList<CallerKey>> DueAsync()
        => await Stores.Tasks.ListDueAsync(FixedClock.Start, CancellationToken.None).ToListAsync();
}
