using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IIndexTasks"/> promises.</summary>
public abstract class IndexTasksContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly DateTimeOffset Now = FixedClock.Start.AddTicks(5);
    private static readonly CallerKey Sam = KeyOf(1);
    private static readonly CallerKey Ann = KeyOf(2);
    private static readonly IndexTask First = new(Now, IsTaken: false, 0);
    private static readonly IndexTask Second = new(Now.AddMinutes(3), IsTaken: true, 7);

    private IIndexTasks Tasks => Stores.Tasks;

    [Fact]
    public async Task Task_nobody_wrote_is_null()
    {
        Assert.Null(await ReadAsync(Sam));
        Assert.Equal(0, await CountAsync());
        Assert.Empty(await DueAsync(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Task_of_any_values_is_read_as_it_was_written() => Check(
        from ticks in Gen.Choose(int.MinValue, int.MaxValue)
        from taken in Gen.Elements(true, false)
        from tries in Gen.OneOf(Gen.Choose(0, 20), Gen.Constant(int.MaxValue))
        select new IndexTask(Now.AddTicks(ticks), taken, tries),
        async task =>
        {
            var tag = await WriteAsync(Sam, task, (await ReadAsync(Sam))?.ETag);

            Assert.Equal(new StoredIndexTask(task, tag), await ReadAsync(Sam));
            Assert.Equal([Sam], await DueAsync(task.NotBefore));
            Assert.Empty(await DueAsync(task.NotBefore.AddTicks(-1)));
        });

    [Fact]
    public async Task Task_is_replaced_only_over_the_version_that_was_read()
    {
        var first = await WriteAsync(Sam, First, null);
        Assert.Null(await Tasks.TryWriteAsync(Sam, Second, null, CancellationToken.None));

        var second = await WriteAsync(Sam, Second, first);

        Assert.NotEqual(first, second);
        Assert.Null(await Tasks.TryWriteAsync(Sam, First, first, CancellationToken.None));
        Assert.Equal(new StoredIndexTask(Second, second), await ReadAsync(Sam));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Task_written_twice_with_the_same_content_has_another_tag()
    {
        var first = await WriteAsync(Sam, First, null);

        var second = await WriteAsync(Sam, First, first);

        Assert.NotEqual(first, second);
        Assert.False(await Tasks.TryDeleteAsync(Sam, first, CancellationToken.None));
        Assert.Equal(second, (await ReadAsync(Sam))!.ETag);
    }

    [Fact]
    public async Task Task_is_deleted_only_as_the_version_that_is_given()
    {
        var first = await WriteAsync(Sam, First, null);
        var second = await WriteAsync(Sam, Second, first);
        await WriteAsync(Ann, First, null);

        Assert.False(await Tasks.TryDeleteAsync(Sam, first, CancellationToken.None));
        Assert.Equal(new StoredIndexTask(Second, second), await ReadAsync(Sam));
        Assert.True(await Tasks.TryDeleteAsync(Sam, second, CancellationToken.None));

        Assert.Null(await ReadAsync(Sam));
        Assert.NotNull(await ReadAsync(Ann));
    }

    [Fact]
    public async Task Task_that_is_gone_already_counts_as_deleted_and_one_made_anew_does_not()
    {
        var before = await WriteAsync(Sam, First, null);
        Assert.True(await Tasks.TryDeleteAsync(Sam, before, CancellationToken.None));
        Assert.True(await Tasks.TryDeleteAsync(Sam, before, CancellationToken.None));
        Assert.Null(await Tasks.TryWriteAsync(Sam, First, before, CancellationToken.None));

        var after = await WriteAsync(Sam, First, null);

        Assert.NotEqual(before, after);
        Assert.False(await Tasks.TryDeleteAsync(Sam, before, CancellationToken.None));
        Assert.Null(await Tasks.TryWriteAsync(Sam, Second, before, CancellationToken.None));
        Assert.Equal(new StoredIndexTask(First, after), await ReadAsync(Sam));
    }

    [Fact]
    public async Task Task_that_several_race_for_is_written_by_one_of_them()
    {
        await using var other = Storage.Open();
        string? tag = null;
        for (var round = 0; round < 10; round++)
        {
            var tags = await Task.WhenAll(new[] { Stores, other, Stores, other }.Select((stores, i) => Task.Run(async () =>
                await stores.Tasks.TryWriteAsync(Sam, First with { Tries = i }, tag, CancellationToken.None))));

            var won = Assert.Single(tags, written => written is not null);
            Assert.Equal(new StoredIndexTask(First with { Tries = Array.IndexOf(tags, won) }, won!), await ReadAsync(Sam));
            tag = won;
        }
    }

    [Fact]
    public async Task Task_that_one_deletes_while_another_replaces_it_is_either_gone_or_there()
    {
        await using var other = Storage.Open();
        for (var round = 0; round < 10; round++)
        {
            var tag = await WriteAsync(Sam, First, (await ReadAsync(Sam))?.ETag);
            var replacing = Task.Run(async () => await other.Tasks.TryWriteAsync(Sam, Second, tag, CancellationToken.None));
            var deleted = await Task.Run(async () => await Tasks.TryDeleteAsync(Sam, tag, CancellationToken.None));
            var replaced = await replacing;

            Assert.NotEqual(deleted, replaced is not null);
            Assert.Equal(replaced, (await ReadAsync(Sam))?.ETag);
        }
    }

    [Fact]
    public async Task Tasks_that_are_due_are_listed_and_all_are_counted()
    {
        await using var other = Storage.Open();
        TimeSpan[] ahead = [TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(-1), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(-900), TimeSpan.FromDays(900)];
        // The last one is farther ahead than anything waits: the clock has been put back since, and it is due.
        foreach (var (by, i) in ahead.Select((by, i) => (by, i)))
            await WriteAsync(KeyOf(i), new IndexTask((Now + by).ToOffset(TimeSpan.FromHours(i)), IsTaken: i % 2 == 0, i), null);

        Assert.Equal(KeysOf(0, 1, 3, 5, 6), await DueAsync(Now));
        Assert.Equal(KeysOf(0, 1, 3, 5, 6), await DueAsync(Now.ToOffset(TimeSpan.FromHours(-9))));
        Assert.Equal(KeysOf(0, 1, 2, 3, 5, 6), await DueAsync(Now.AddTicks(1)));
        Assert.Equal(7, await CountAsync());
        Assert.Equal(7, await other.Tasks.CountAsync(CancellationToken.None));

        await Tasks.TryDeleteAsync(KeyOf(0), (await ReadAsync(KeyOf(0)))!.ETag, CancellationToken.None);
        await WriteAsync(KeyOf(1), Second, (await ReadAsync(KeyOf(1)))!.ETag);
        Assert.Equal(KeysOf(3, 5, 6), await DueAsync(Now));
        Assert.Equal(6, await CountAsync());
    }

    [Fact]
    public async Task Task_outlives_the_process()
    {
        var tag = await WriteAsync(Sam, Second, null);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equal(new StoredIndexTask(Second, tag), await next.Tasks.ReadAsync(Sam, CancellationToken.None));
        Assert.True(await next.Tasks.TryDeleteAsync(Sam, tag, CancellationToken.None));
        Assert.Equal(0, await next.Tasks.CountAsync(CancellationToken.None));
    }

    private ValueTask<StoredIndexTask?> ReadAsync(CallerKey caller) => Tasks.ReadAsync(caller, CancellationToken.None);

    private ValueTask<int> CountAsync() => Tasks.CountAsync(CancellationToken.None);

    private async Task<string> WriteAsync(CallerKey caller, IndexTask task, string? replaces)
    {
        var tag = await Tasks.TryWriteAsync(caller, task, replaces, CancellationToken.None);
        Assert.NotNull(tag);
        return tag;
    }

    private async Task<IReadOnlyList<CallerKey>> DueAsync(DateTimeOffset now)
        => [.. (await Tasks.ListDueAsync(now, CancellationToken.None).ToListAsync()).OrderBy(key => key.Value, StringComparer.Ordinal)];

    private static CallerKey KeyOf(int number) => CallerKey.Of(SampleRecords.Sam with { Identity = $"+1202555{number:0000}" }, "k"u8);

    private static IReadOnlyList<CallerKey> KeysOf(params int[] numbers) => [.. numbers.Select(KeyOf).OrderBy(key => key.Value, StringComparer.Ordinal)];

    public sealed class OnFiles() : IndexTasksContract(StorageKind.Embedded);
}
